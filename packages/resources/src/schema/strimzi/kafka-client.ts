import { choice, flag, lateShape, list, object, open, text } from "../field.ts";
import { certificate } from "./listeners.ts";

/** How components that are clients of a Kafka reach it. */

const trustedCertificate = lateShape(
  "TrustedCertificate",
  () => ({
    secretName: text("Name of the Secret."),
    certificate: text("Entry with the certificate."),
    pattern: text("Glob of the entries with certificates, such as `*.crt`."),
  }),
  { required: ["secretName"], oneOf: ["certificate", "pattern"] },
);

export const clientTls = lateShape("ClientTls", () => ({
  trustedCertificates: list("Certificates by which the servers are known.", object(undefined, trustedCertificate)),
}));

const passwordSecret = lateShape(
  "PasswordSecretSource",
  () => ({
    secretName: text("Name of the Secret."),
    password: text("Entry with the password."),
  }),
  { required: ["secretName", "password"] },
);

export const clientAuthentication = lateShape(
  "ClientAuthentication",
  () => ({
    certificateAndKey: object("For the type `tls`: the client's certificate.", certificate),
    config: open("For the type `custom`: settings whose names begin with `sasl.` or `ssl.keystore.`."),
    passwordSecret: object("For the types with a password: where it stands.", passwordSecret),
    sasl: flag("For the type `custom`: whether the client speaks SASL."),
    type: choice("How the client proves who it is; `tls` needs TLS.", ["tls", "scram-sha-256", "scram-sha-512", "plain", "custom"]),
    username: text("For the types with a password: name of the user."),
  }),
  { required: ["type"] },
);

export const tracing = lateShape("Tracing", () => ({ type: choice("What traces are made with.", ["opentelemetry"]) }), {
  required: ["type"],
});
