export { version } from "@millrace/kit";
