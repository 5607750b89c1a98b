// Takes webhooks: proves each (Standard Webhooks), keeps it once, answers at once.

package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const oldest = 5 * time.Minute

// isOurs tells whether one of the signatures is right and the message is not old.
func isOurs(secret []byte, header http.Header, body []byte) bool {
	at, err := strconv.ParseInt(header.Get("webhook-timestamp"), 10, 64)
	if err != nil || time.Since(time.Unix(at, 0)).Abs() > oldest {
		return false
	}
	sum := hmac.New(sha256.New, secret)
	fmt.Fprintf(sum, "%s.%d.", header.Get("webhook-id"), at)
	sum.Write(body)
	right := sum.Sum(nil)
	for _, signature := range strings.Fields(header.Get("webhook-signature")) {
		version, text, _ := strings.Cut(signature, ",")
		given, err := base64.StdEncoding.DecodeString(text)
		if version == "v1" && err == nil && hmac.Equal(given, right) {
			return true
		}
	}
	return false
}

func receive(port string) {
	secret, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_"))
	must(err)
	seen, turn := map[string]bool{}, sync.Mutex{} // a real program keeps ids in its database
	http.HandleFunc("/", func(answer http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(answer, request.Body, 1<<20))
		if err != nil || !isOurs(secret, request.Header, body) {
			answer.WriteHeader(http.StatusBadRequest)
			fmt.Println("refused")
			return
		}
		answer.WriteHeader(http.StatusNoContent)
		var message struct {
			ID, Type string
			Data     json.RawMessage
		}
		must(json.Unmarshal(body, &message))
		turn.Lock()
		defer turn.Unlock()
		if !seen[message.ID] { // it may come twice
			seen[message.ID] = true
			fmt.Println("received:", message.Type, string(message.Data))
		}
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:"+port, nil))
}
