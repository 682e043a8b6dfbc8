import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MillraceError } from "@millrace/kit";
import { readKubeconfig } from "../src/transport/kubeconfig.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

function kubeconfig({ cluster = "", user = "", more = "" } = {}): string {
  return `apiVersion: v1
kind: Config
current-context: home
contexts:
- { name: home, context: { cluster: here, user: me, namespace: team } }
- { name: away, context: { cluster: there, user: me } }
clusters:
- name: here
  cluster:
    server: https://127.0.0.1:6443/prefix
${cluster}
- { name: there, cluster: { server: "https://there.example:443" } }
users:
- name: me
  user:
    client-certificate: me.crt
    client-key-data: ${base64("my key")}
${user}
${more}`;
}

const execVersion = "apiVersion: client.authentication.k8s.io/v1";
const read = (text: string, context?: string) => readKubeconfig([{ file: "config", text, directory: "/home/me/.kube" }], context);

describe("a kubeconfig", () => {
  it("says where the API server is, whom to trust and who asks", () => {
    const cluster = `    certificate-authority-data: ${base64("the CA")}\n    tls-server-name: kubernetes`;
    const access = read(kubeconfig({ cluster, user: "    token: secret" }));
    assert.deepEqual(
      { ...access, server: access.server.href },
      {
        server: "https://127.0.0.1:6443/prefix",
        namespace: "team",
        ca: { value: "the CA" },
        serverName: "kubernetes",
        insecure: false,
        certificate: { file: "/home/me/.kube/me.crt" },
        key: { value: "my key" },
        token: { value: "secret" },
        exec: undefined,
        basic: undefined,
      },
    );
  });

  it("has other contexts", () => {
    const access = read(kubeconfig({ user: "    tokenFile: /run/token\n    token: old" }), "away");
    assert.equal(access.server.host, "there.example");
    assert.equal(access.namespace, "default");
    assert.equal(access.ca, undefined);
    assert.deepEqual(access.token, { file: "/run/token" });
  });

  it("names a program that logs in, and what that is told", () => {
    const exec = `{ command: bin/login, ${execVersion}, args: [a, 1], env: [{ name: X, value: y }], installHint: get it, provideClusterInfo: true }`;
    assert.deepEqual(read(kubeconfig({ user: `    exec: ${exec}` })).exec, {
      command: "bin/login",
      directory: "/home/me/.kube",
      apiVersion: "client.authentication.k8s.io/v1",
      args: ["a", "1"],
      env: { X: "y" },
      installHint: "get it",
      cluster: { server: "https://127.0.0.1:6443/prefix", "certificate-authority-data": undefined, "tls-server-name": undefined },
    });
  });

  it("is one with others, of which the first one's word stands", () => {
    const first = `current-context: mine
contexts: [{ name: mine, context: { cluster: there, user: other, namespace: first } }]
users: [{ name: other, user: { tokenFile: token } }]`;
    const second = kubeconfig({ cluster: "    certificate-authority: ca.crt" }).replace("current-context: home", "current-context: away");
    const files = [
      { file: "a", text: first, directory: "/a" },
      { file: "empty", text: "", directory: "/empty" },
      { file: "b", text: second, directory: "/b" },
      { file: "c", text: kubeconfig().replaceAll("127.0.0.1", "last.example"), directory: "/c" },
    ];
    const mine = readKubeconfig(files);
    assert.deepEqual([mine.server.host, mine.namespace, mine.token], ["there.example", "first", { file: "/a/token" }]);
    const home = readKubeconfig(files, "home");
    assert.deepEqual([home.server.host, home.ca, home.certificate], ["127.0.0.1:6443", { file: "/b/ca.crt" }, { file: "/b/me.crt" }]);
    assert.throws(
      () => readKubeconfig(files, "work"),
      /the kubeconfig a, empty, b, c: there is no context "work" in it; there is "mine", "home", "away"/,
    );
  });

  const refused: ReadonlyArray<readonly [what: string, text: string, why: RegExp, context?: string]> = [
    ["a program of another version", kubeconfig({ user: "    exec: { command: aws }" }), /exec has the apiVersion "";.*v1 or/],
    ["a program that asks", kubeconfig({ user: `    exec: { command: aws, ${execVersion}, interactiveMode: Always }` }), /interactiveMode/],
    ["no program", kubeconfig({ user: `    exec: { ${execVersion} }` }), /exec has no command/],
    ["an auth-provider", kubeconfig({ user: "    auth-provider: { name: gcp }" }), /user me: it names an auth-provider/],
    ["impersonation", kubeconfig({ user: "    as: admin" }), /impersonates/],
    ["a proxy", kubeconfig({ cluster: "    proxy-url: http://proxy" }), /cluster here: it goes through a proxy/],
    ["an unknown context", kubeconfig(), /there is no context "work" in it; there is "home", "away"/, "work"],
    ["an unknown user", kubeconfig().replace("name: me\n", "name: you\n"), /there is no user "me"/],
    ["no current context", kubeconfig().replace("current-context: home", ""), /no current-context/],
    ["a server that is none", kubeconfig().replace("https://127", "ftp://127"), /"ftp:.*is no address/],
    ["a certificate without its key", kubeconfig().replace("client-key-data", "other"), /go together/],
    ["nothing", "", /empty/],
    ["what is no YAML", "{{", /no YAML/],
  ];
  for (const [what, text, why, context] of refused) {
    it(`is refused for ${what}`, () => {
      assert.throws(
        () => read(text, context),
        (thrown) => thrown instanceof MillraceError && thrown.code === "CONFIG_INVALID" && why.test(thrown.message),
      );
    });
  }
});
