import { field, type MessageDefinition, message } from "./schema.ts";

export const requestHeader: MessageDefinition = message("header", "RequestHeader", {
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("RequestApiKey", "int16", "0+", ""),
    field("RequestApiVersion", "int16", "0+", ""),
    field("CorrelationId", "int32", "0+", ""),
    field("ClientId", "string", "1+", "", { nullable: "1+", flexible: "none" }),
  ],
});

export const responseHeader: MessageDefinition = message("header", "ResponseHeader", {
  versions: "0-1",
  flexible: "1+",
  fields: [field("CorrelationId", "int32", "0+", "")],
});
