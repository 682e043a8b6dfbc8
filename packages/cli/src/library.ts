export * from "@millrace/embedded/library";
