import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { SESClient } from '@aws-sdk/client-ses';
import { lean } from '@postconfirm/runtime/lean-client.ts';
import { keptBriefly } from './kept-briefly.ts';

/** Milliseconds until a connection stands; below 2000 the SDK starts the clock at once, not a second later. */
const CONNECT_TIMEOUT = 1_500;
/** Milliseconds until the answer begins. */
const REQUEST_TIMEOUT = 7_000;

/** A client that sends a request once: SES knows no idempotency token, so each retry after a lost answer is an email. */
export function createSesClient(): SESClient {
  const http = keptBriefly(new HttpAgent({ keepAlive: true }));
  const https = keptBriefly(new HttpsAgent({ keepAlive: true }));
  const client = new SESClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      // Without it the SDK only warns when the time is up.
      throwOnRequestTimeout: true,
      httpAgent: http.agent,
      httpsAgent: https.agent,
    },
  });
  // A connection that SES closed meanwhile looks alive until the request fails on it, and then nobody knows whether it was sent.
  client.middlewareStack.add(
    (next) => (request) => {
      http.dropIdle();
      https.dropIdle();
      return next(request);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'dropIdleConnections' },
  );
  return lean(client);
}
