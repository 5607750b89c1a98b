// A day with the client: list, write, pull, statement, Excel, and what was done offline.
//
// HALKHATA_SITE=http://localhost:8000 HALKHATA_TOKEN=hk_pat_… node try_it.mjs

import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Halkhata } from "./halkhata.mjs";

async function readCode() {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const code = await lines.question("Code: ");
  lines.close();
  return code.trim();
}

const book = new Halkhata(process.env.HALKHATA_SITE, { token: process.env.HALKHATA_TOKEN });
if (!book.token) {
  await book.signIn({ mobile: process.env.HALKHATA_MOBILE, deviceId: "try-it-node", readCode });
}
let business;
for await (const one of book.pages("/businesses", "businesses")) business ??= one;
const shop = { kind: "shop", name: "আশা স্টোর্স", country: "IN" };
business ??= (await book.call("POST", "/businesses", { body: shop })).business;
book.businessId ||= business.business_id;

// 1. Khatas, page by page. Below zero they owe us.
for await (const ledger of book.pages("/ledgers", "ledgers", { per_page: 2, sort: "name" })) {
  console.log("khata:", ledger.party_name, ledger.balance.toFixed(2), ledger.balance_side);
}

// 2. A party and an entry. The same key sent twice: one entry.
const party = { party_name: "রহিম স্টোর (node)" };
const ledgerId = (await book.call("POST", "/ledgers", { body: party })).ledger.ledger_id;
const sale = { key: randomUUID(), body: { direction: "gave", amount: "500.00", note: "চাল" } };
const first = (await book.call("POST", `/ledgers/${ledgerId}/entries`, sale)).entry;
const again = (await book.call("POST", `/ledgers/${ledgerId}/entries`, sale)).entry;
console.log("entry:", first.entry_id, first.balance.toFixed(2), "again:", again.entry_id === first.entry_id);

// 3. What was done offline: ids and times of our own, sent later, each answered by itself.
const offline = {
  kind: "entry", verb: "create", mutation_id: randomUUID(), entry_id: randomUUID(), ledger_id: ledgerId,
  made_at: new Date().toISOString().replace(/\.\d+/, ""), direction: "got", amount: "120.50", mode: "upi",
  date: new Date().toISOString().slice(0, 10), due_date: null, note: "offline",
};
for (let turn = 0; turn < 2; turn++) {
  const said = await book.call("POST", "/sync/push", { body: { mutations: [offline] } });
  console.log("pushed:", said.results[0].state);
}

// 4. Pull the entries: rows replace what we hold under their id, so nothing counts twice.
const entries = new Map();
const cursor = await book.pull(ledgerId, entries);
await book.call("PATCH", `/entries/${first.entry_id}`, { body: { amount: "450.00" }, rev: first.rev });
await book.pull(ledgerId, entries, cursor);
const paisa = [...entries.values()].reduce(
  (sum, one) => sum + Math.round(one.amount * 100) * (one.direction === "got" ? 1 : -1), 0);
console.log("pulled:", entries.size, "balance:", (paisa / 100).toFixed(2));

// 5. The statement as data and as an Excel file.
const { statement } = await book.call("GET", `/ledgers/${ledgerId}/statement`);
const file = await book.download(`/ledgers/${ledgerId}/statement.xlsx`);
await writeFile("statement.xlsx", file);
console.log("statement:", statement.closing_balance.toFixed(2), statement.balance_side, file.length > 0);
