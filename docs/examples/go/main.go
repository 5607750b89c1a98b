// A day with the client: list, write, pull, statement, Excel, and what was done offline.
//
// HALKHATA_SITE=http://localhost:8000 HALKHATA_TOKEN=hk_pat_… go run .
// WEBHOOK_SECRET=whsec_… go run . receive 9000

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"math/big"
	"net/url"
	"os"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) == 3 && os.Args[1] == "receive" {
		receive(os.Args[2])
		return
	}
	book := open(os.Getenv("HALKHATA_SITE"), os.Getenv("HALKHATA_TOKEN"))
	if book.Token == "" {
		must(book.SignIn(os.Getenv("HALKHATA_MOBILE"), "try-it-go", readCode))
	}
	if book.BusinessID == "" {
		book.BusinessID = firstBusiness(book)
	}

	// 1. Khatas, page by page. Below zero they owe us.
	query := url.Values{"per_page": {"2"}, "sort": {"name"}}
	must(book.Pages("/ledgers", "ledgers", query, func(ledger Row) {
		fmt.Println("khata:", ledger["party_name"], ledger["balance"], ledger["balance_side"])
	}))

	// 2. A party and an entry. The same key sent twice: one entry.
	party := call(book, "POST", "/ledgers", Ask{Body: Row{"party_name": "রহিম স্টোর (go)"}})["ledger"].(Row)
	path := "/ledgers/" + party["ledger_id"].(string)
	sale := Ask{Key: newID(), Body: Row{"direction": "gave", "amount": "500.00", "note": "চাল"}}
	first := call(book, "POST", path+"/entries", sale)["entry"].(Row)
	again := call(book, "POST", path+"/entries", sale)["entry"].(Row)
	fmt.Println("entry:", first["entry_id"], first["balance"], "again:", again["entry_id"] == first["entry_id"])

	// 3. What was done offline: ids and times of our own, sent later, each answered by itself.
	offline := Row{
		"kind": "entry", "verb": "create", "mutation_id": newID(), "entry_id": newID(),
		"ledger_id": party["ledger_id"], "made_at": time.Now().UTC().Format(time.RFC3339),
		"direction": "got", "amount": "120.50", "mode": "upi", "date": time.Now().Format("2006-01-02"),
		"due_date": nil, "note": "offline",
	}
	for turn := 0; turn < 2; turn++ {
		said := call(book, "POST", "/sync/push", Ask{Body: Row{"mutations": []Row{offline}}})
		fmt.Println("pushed:", rows(said, "results")[0]["state"])
	}

	// 4. Pull the entries: rows replace what we hold under their id, so nothing counts twice.
	entries := map[string]Row{}
	cursor, err := book.Pull(party["ledger_id"].(string), entries, "0")
	must(err)
	call(book, "PATCH", "/entries/"+first["entry_id"].(string), Ask{Body: Row{"amount": "450.00"}, Rev: 1})
	_, err = book.Pull(party["ledger_id"].(string), entries, cursor)
	must(err)
	balance := new(big.Rat)
	for _, entry := range entries {
		amount, _ := new(big.Rat).SetString(entry["amount"].(json.Number).String())
		if entry["direction"] == "gave" {
			amount.Neg(amount)
		}
		balance.Add(balance, amount)
	}
	fmt.Println("pulled:", len(entries), "balance:", balance.FloatString(2))

	// 5. The statement as data and as an Excel file.
	statement := call(book, "GET", path+"/statement", Ask{})["statement"].(Row)
	file, err := book.Send("GET", path+"/statement.xlsx", Ask{})
	must(err)
	must(os.WriteFile("statement.xlsx", file, 0o600))
	fmt.Println("statement:", statement["closing_balance"], statement["balance_side"], len(file) > 0)
}

func firstBusiness(book *Book) string {
	first := ""
	must(book.Pages("/businesses", "businesses", nil, func(business Row) {
		if first == "" {
			first = business["business_id"].(string)
		}
	}))
	if first == "" {
		shop := Row{"kind": "shop", "name": "আশা স্টোর্স", "country": "IN"}
		first = call(book, "POST", "/businesses", Ask{Body: shop})["business"].(Row)["business_id"].(string)
	}
	return first
}

func call(book *Book, method, path string, ask Ask) Row {
	said, err := book.Call(method, path, ask)
	must(err)
	return said
}

func readCode() string {
	fmt.Print("Code: ")
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	must(err)
	return strings.TrimSpace(line)
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
