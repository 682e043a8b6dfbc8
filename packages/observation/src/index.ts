export { HttpEndpoint, type Reply } from "./http-endpoint.ts";
export { metricsPath, observationRoutes, type Seen } from "./routes.ts";
