export { HttpEndpoint, jsonReply, type PostRoute, type Reply, type Routes } from "./http-endpoint.ts";
export { metricsPath, observationRoutes, type Seen } from "./routes.ts";
export { bodyOf, close, listen } from "./server-parts.ts";
