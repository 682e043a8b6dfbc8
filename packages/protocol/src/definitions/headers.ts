import { field, type MessageDefinition, message } from "./schema.ts";

export const requestHeader: MessageDefinition = message("header", "RequestHeader", {
  versions: "1-2",
  flexible: "2+",
  fields: [
    field("RequestApiKey", "int16", "0+", "Key of the API that is called."),
    field("RequestApiVersion", "int16", "0+", "Version in which the request is written and the response expected."),
    field("CorrelationId", "int32", "0+", "Number chosen by the client, by which it recognizes the response."),
    field("ClientId", "string", "1+", "The client's `client.id`, for logs, quotas and metrics.", { nullable: "1+", flexible: "none" }),
  ],
});

export const responseHeader: MessageDefinition = message("header", "ResponseHeader", {
  versions: "0-1",
  flexible: "1+",
  fields: [field("CorrelationId", "int32", "0+", "The number from the request's header.")],
});
