export { ApiBrowser } from "./api-browser.ts";
export { awaitObject } from "./await-object.ts";
export { kindOfObject, kindsNamed } from "./find-kinds.ts";
export { type AnyObject, resourceText, type ServedKind, singularText } from "./served-kind.ts";
export type { Column, Row, Table } from "./table.ts";
