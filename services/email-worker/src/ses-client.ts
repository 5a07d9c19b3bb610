import { createSecureContext } from 'node:tls';
import { SESClient } from '@aws-sdk/client-ses';

/** Milliseconds until a connection stands; below 2000 the SDK starts the clock at once, not a second later. */
const CONNECT_TIMEOUT = 1_500;
/** Milliseconds until the answer begins. */
const REQUEST_TIMEOUT = 7_000;

/**
 * A connection that SES closed while Lambda had frozen the process looks alive until the request fails on it, and then
 * nobody knows whether it was sent: of requests after such a pause every second one was lost so. A new connection for
 * each email costs milliseconds that nobody waits for.
 */
const EACH_ITS_OWN = { keepAlive: false };

/** A client that sends a request once: SES knows no idempotency token, so each retry after a lost answer is an email. */
export const createSesClient = (): SESClient =>
  new SESClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      // Without it the SDK only warns when the time is up.
      throwOnRequestTimeout: true,
      httpAgent: EACH_ITS_OWN,
      // One context for all of them: made anew for each connection it takes more CPU than the rest of a resumed handshake.
      httpsAgent: { ...EACH_ITS_OWN, secureContext: createSecureContext() },
    },
  });
