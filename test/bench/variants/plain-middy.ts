/** Stands in for middy, to know its price. Knows as much as the trigger asks for: `before` and `onError`. */
type Request = { event: unknown; context: unknown; error?: unknown; response?: unknown };
type Middleware = { before?: (request: Request) => unknown; onError?: (request: Request) => unknown };

export default function middy(handle: (event: unknown, context: unknown) => Promise<unknown>) {
  const middlewares: Middleware[] = [];
  const run = async (event: unknown, context: unknown) => {
    const request: Request = { event, context };
    try {
      for (const { before } of middlewares) await before?.(request);
      return await handle(event, context);
    } catch (error) {
      request.error = error;
      for (const { onError } of middlewares) await onError?.(request);
      return request.response;
    }
  };
  const handler = Object.assign(run, {
    use(middleware: Middleware) {
      middlewares.push(middleware);
      return handler;
    },
  });
  return handler;
}
