export { apiVersion } from "./schema/kinds.ts";
