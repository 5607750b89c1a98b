// A small client of Halkhata's API. Go 1.19, standard library only.

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const tries = 5

// Refused says that the site said no. Branch on Slug, show Message, keep TraceID.
type Refused struct {
	Status  int
	Slug    string `json:"error"`
	Message string `json:"message"`
	TraceID string `json:"trace_id"`
	wait    time.Duration
}

func (no *Refused) Error() string { return fmt.Sprintf("%d %s: %s", no.Status, no.Slug, no.Message) }

// Book makes calls for one book. Token is a personal token, or "" before SignIn.
type Book struct {
	Root, Token, RefreshToken, BusinessID string
	client                                http.Client
}

// Row is one thing of an answer. Amounts stay json.Number: text such as "500.00".
type Row = map[string]any

// Ask is what a call sends besides its path.
type Ask struct {
	Body  any
	Key   string // Idempotency-Key; a fresh one when empty
	Rev   int    // If-Match
	Query url.Values
}

func open(site, token string) *Book {
	client := http.Client{Timeout: 30 * time.Second}
	return &Book{Root: strings.TrimRight(site, "/") + "/api/v1", Token: token, client: client}
}

// SignIn takes a code that was sent to a phone; readCode asks the person for it.
func (book *Book) SignIn(mobile, deviceID string, readCode func() string) error {
	device := Row{"mobile": mobile, "device_id": deviceID}
	if _, err := book.Call("POST", "/auth/otp/request", Ask{Body: device}); err != nil {
		return err
	}
	device["otp"] = readCode()
	tokens, err := book.Call("POST", "/auth/verify-otp", Ask{Body: device})
	if err != nil {
		return err
	}
	book.keep(tokens)
	return nil
}

// Call gives back the JSON of the answer.
func (book *Book) Call(method, path string, ask Ask) (Row, error) {
	content, err := book.Send(method, path, ask)
	if err != nil {
		return nil, err
	}
	return read(content)
}

// Pages calls each with every row of a list, page by page.
func (book *Book) Pages(path, plural string, query url.Values, each func(Row)) error {
	if query == nil {
		query = url.Values{}
	}
	for {
		said, err := book.Call("GET", path, Ask{Query: query})
		if err != nil {
			return err
		}
		for _, row := range rows(said, plural) {
			each(row)
		}
		page := said["page_context"].(Row)
		if page["has_more_page"] != true {
			return nil
		}
		query.Set("cursor", page["next_cursor"].(string))
	}
}

// Pull brings entries (by id) up to date and gives back the cursor to begin with next time.
func (book *Book) Pull(ledgerID string, entries map[string]Row, cursor string) (string, error) {
	for {
		query := url.Values{"after": {cursor}, "per_page": {"200"}}
		said, err := book.Call("GET", "/ledgers/"+ledgerID+"/entries", Ask{Query: query})
		if err != nil {
			return cursor, err
		}
		for _, entry := range rows(said, "entries") {
			if entry["is_deleted"] == true {
				delete(entries, entry["entry_id"].(string))
			} else {
				entries[entry["entry_id"].(string)] = entry
			}
		}
		cursor = said["sync_cursor"].(string)
		if said["page_context"].(Row)["has_more_page"] != true {
			return cursor, nil
		}
	}
}

// Send gives back the answer as it came. What can be sent again safely is, a few times.
func (book *Book) Send(method, path string, ask Ask) ([]byte, error) {
	header := http.Header{"Accept": {"application/json, */*"}}
	if method == "POST" {
		if ask.Key == "" {
			ask.Key = newID()
		}
		header.Set("Idempotency-Key", ask.Key)
	}
	if ask.Rev > 0 {
		header.Set("If-Match", strconv.Itoa(ask.Rev))
	}
	var body []byte
	if ask.Body != nil {
		header.Set("Content-Type", "application/json")
		var err error
		if body, err = json.Marshal(ask.Body); err != nil {
			return nil, err
		}
	}
	address := book.Root + path
	if len(ask.Query) > 0 {
		address += "?" + ask.Query.Encode()
	}
	refreshed := false
	for attempt := 1; ; attempt++ {
		content, err := book.once(method, address, header, body)
		if err == nil {
			return content, nil
		}
		var no *Refused
		if errors.As(err, &no) && no.Slug == "token_refused" && book.RefreshToken != "" && !refreshed {
			refreshed = true
			if err := book.refresh(); err != nil {
				return nil, err
			}
			continue
		}
		// Without an answer nobody knows whether it was done: the same key makes it safe to ask again.
		mayHelp := no == nil || no.Status == 429 || no.Status >= 500 || no.Slug == "key_busy"
		if !mayHelp || attempt == tries {
			return nil, err
		}
		wait := time.Duration(float64(time.Second) * float64(int(1)<<attempt) * (0.5 + mathrand.Float64()/2))
		if no != nil && no.wait > 0 {
			wait = no.wait
		}
		time.Sleep(wait)
	}
}

func (book *Book) once(method, address string, header http.Header, body []byte) ([]byte, error) {
	request, err := http.NewRequest(method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = header.Clone()
	if book.Token != "" {
		request.Header.Set("Authorization", "Bearer "+book.Token)
	}
	if book.BusinessID != "" {
		request.Header.Set("X-Business-Id", book.BusinessID)
	}
	answer, err := book.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode < 300 {
		return content, nil
	}
	no := &Refused{Message: answer.Status}
	_ = json.Unmarshal(content, no) // something between us and the site may answer without JSON
	no.Status = answer.StatusCode
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	no.wait = time.Duration(seconds) * time.Second
	return nil, no
}

func (book *Book) refresh() error {
	body, _ := json.Marshal(Row{"refresh_token": book.RefreshToken})
	header := http.Header{"Content-Type": {"application/json"}}
	content, err := book.once("POST", book.Root+"/auth/refresh", header, body)
	if err != nil {
		return err
	}
	tokens, err := read(content)
	if err == nil {
		book.keep(tokens)
	}
	return err
}

// A refresh token works once: a program that stops must find the newest one in its store.
func (book *Book) keep(tokens Row) {
	book.Token, book.RefreshToken = tokens["access_token"].(string), tokens["refresh_token"].(string)
	if id, ok := tokens["business_id"].(string); ok && book.BusinessID == "" {
		book.BusinessID = id
	}
}

func read(content []byte) (Row, error) {
	reader := json.NewDecoder(bytes.NewReader(content))
	reader.UseNumber()
	said := Row{}
	return said, reader.Decode(&said)
}

func rows(said Row, plural string) []Row {
	found := []Row{}
	for _, row := range said[plural].([]any) {
		found = append(found, row.(Row))
	}
	return found
}

// newID makes a random UUID.
func newID() string {
	b := make([]byte, 16)
	if _, err := rand.Read(b); err != nil {
		panic(err)
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
