// A small client of Halkhata's API. Node 18, nothing else to install.

import { randomUUID } from "node:crypto";

const TRIES = 5;
const AGAIN = new Set([429, 500, 502, 503, 504]);

/** The site said no. Branch on `error`, show `message`, keep `traceId`. */
export class Refused extends Error {
  constructor(status, problem, retryAfter) {
    super(`${status} ${problem.error ?? ""}: ${problem.message ?? ""}`);
    Object.assign(this, { status, error: problem.error ?? "", traceId: problem.trace_id, problem, retryAfter });
  }
}

/** Calls for one book. `token` is a personal token, or "" before signIn(). */
export class Halkhata {
  constructor(site, { token = "", businessId = "" } = {}) {
    this.root = site.replace(/\/$/, "") + "/api/v1";
    Object.assign(this, { token, businessId, refreshToken: "" });
  }

  /** By a code to a phone. `readCode` asks the person for it. */
  async signIn({ mobile, deviceId, readCode }) {
    const device = { mobile, device_id: deviceId };
    await this.call("POST", "/auth/otp/request", { body: device });
    this.#keep(await this.call("POST", "/auth/verify-otp", { body: { ...device, otp: await readCode() } }));
  }

  /** The JSON of the answer. Amounts are numbers of two decimals: reckon in whole paisa. Throws Refused. */
  async call(method, path, asked = {}) {
    return (await this.#send(method, path, asked)).json();
  }

  /** The answer as bytes. */
  async download(path, asked = {}) {
    return Buffer.from(await (await this.#send("GET", path, asked)).arrayBuffer());
  }

  /** Every row of a list, page by page. */
  async *pages(path, plural, query = {}) {
    for (let cursor; ; ) {
      const said = await this.call("GET", path, { query: cursor ? { ...query, cursor } : query });
      yield* said[plural];
      if (!said.page_context.has_more_page) return;
      cursor = said.page_context.next_cursor;
    }
  }

  /** Brings `entries` (a Map by id) up to date; answers the cursor to begin with next time. */
  async pull(ledgerId, entries, cursor = "0") {
    for (;;) {
      const query = { after: cursor, per_page: 200 };
      const said = await this.call("GET", `/ledgers/${ledgerId}/entries`, { query });
      for (const entry of said.entries) {
        if (entry.is_deleted) entries.delete(entry.entry_id);
        else entries.set(entry.entry_id, entry);
      }
      cursor = said.sync_cursor;
      if (!said.page_context.has_more_page) return cursor;
    }
  }

  async #send(method, path, { body, key, rev, query } = {}) {
    const headers = { Accept: "application/json, */*" };
    if (method === "POST") headers["Idempotency-Key"] = key ?? randomUUID();
    if (rev) headers["If-Match"] = String(rev);
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const address = this.root + path + (query ? "?" + new URLSearchParams(query) : "");
    let refreshed = false;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(method, address, headers, body);
      } catch (no) {
        if (no.error === "token_refused" && this.refreshToken && !refreshed) {
          refreshed = true;
          await this.#refresh();
          continue;
        }
        // Without an answer nobody knows whether it was done: the same key makes it safe to ask again.
        const mayHelp = !(no instanceof Refused) || AGAIN.has(no.status) || no.error === "key_busy";
        if (!mayHelp || attempt === TRIES) throw no;
        const seconds = no.retryAfter ?? 2 ** attempt * (0.5 + Math.random() / 2);
        await new Promise((done) => setTimeout(done, seconds * 1000));
      }
    }
  }

  async #once(method, address, headers, body) {
    const own = { ...headers };
    if (this.token) own.Authorization = `Bearer ${this.token}`;
    if (this.businessId) own["X-Business-Id"] = this.businessId;
    const answer = await fetch(address, {
      method, headers: own, body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({ message: answer.statusText }));
    throw new Refused(answer.status, problem, Number(answer.headers.get("retry-after")) || undefined);
  }

  async #refresh() {
    const body = { refresh_token: this.refreshToken };
    const headers = { "Content-Type": "application/json" };
    this.#keep(await (await this.#once("POST", this.root + "/auth/refresh", headers, body)).json());
  }

  /** A refresh token works once: a program that stops must find the newest one in its store. */
  #keep(tokens) {
    this.token = tokens.access_token;
    this.refreshToken = tokens.refresh_token;
    this.businessId ||= tokens.business_id ?? "";
  }
}
