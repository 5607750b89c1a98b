// Takes webhooks: proves each (Standard Webhooks), keeps it once, answers at once. Nothing else to install.
//
// WEBHOOK_SECRET=whsec_… node receiver.mjs 9000

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const secret = Buffer.from(process.env.WEBHOOK_SECRET.replace(/^whsec_/, ""), "base64");
const OLDEST = 5 * 60; // seconds
const seen = new Set(); // a real program keeps ids in its database, beside what it does with them

/** True when one of the signatures is right and the message is not old. */
function isOurs(headers, body) {
  const at = headers["webhook-timestamp"] ?? "";
  if (!/^\d+$/.test(at) || Math.abs(Date.now() / 1000 - Number(at)) > OLDEST) return false;
  const right = createHmac("sha256", secret).update(`${headers["webhook-id"]}.${at}.`).update(body).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ""), "base64");
    return signature.startsWith("v1,") && given.length === right.length && timingSafeEqual(given, right);
  });
}

createServer(async (request, answer) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  const proven = isOurs(request.headers, body);
  answer.writeHead(proven ? 204 : 400).end();
  if (!proven) return console.log("refused");
  const message = JSON.parse(body);
  if (seen.has(message.id)) return; // it may come twice
  seen.add(message.id);
  console.log("received:", message.type, JSON.stringify(message.data));
}).listen(Number(process.argv[2]), "127.0.0.1");
