export { type Admin, openAdmin } from "./admin/admin.ts";
