import { metricsPort } from "../listeners/names.ts";
import { places } from "./places.ts";

/** Tells a node that has begun to serve from one that still recovers its log, which may take hours and must not be ended for it. */
const servesMarker = "/tmp/kafka-serves";

/**
 * What a container of Kafka runs: formats what of its storage is not formatted yet, and becomes Kafka. Only what Kafka's image has is used:
 * bash and Kafka's own scripts.
 */
export function startScript({ hasAgent }: { readonly hasAgent: boolean }): string {
  return `#!/usr/bin/env bash
set -euo pipefail
config=${places.config}
server=$config/server.config
rm -f ${servesMarker}
export LOG_DIR=/tmp
export EXTRA_ARGS="-name kafkaServer"
export KAFKA_LOG4J_OPTS="\${KAFKA_LOG4J_OPTS:--Dlog4j2.configurationFile=$config/log4j2.properties}"
export CLASSPATH="\${CLASSPATH:+$CLASSPATH:}${places.agents}/libs/*"

setting() { sed -n "s/^$1=//p" "$server"; }

format() {
  local quorum=(--no-initial-controllers)
  [ -f "$config/initial.controllers" ] && quorum=(--initial-controllers "$(cat "$config/initial.controllers")")
  case ",$(setting process.roles)," in *,controller,*) ;; *) quorum=() ;; esac
  KAFKA_HEAP_OPTS=-Xmx256M KAFKA_JVM_PERFORMANCE_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1" KAFKA_OPTS= KAFKA_GC_LOG_OPTS=" " \\
    /opt/kafka/bin/kafka-storage.sh format --ignore-formatted \\
    --cluster-id "$(cat "$config/cluster.id")" --release-version "$(cat "$config/metadata.version")" --config "$server" "\${quorum[@]}"
}

IFS=, read -ra folders <<< "$(setting log.dirs)"
for folder in "\${folders[@]}"; do
  if [ ! -f "$folder/meta.properties" ]; then
    format
    break
  fi
done

# A broker fetches the metadata anew where it is to be kept from now on, and Kafka refuses to find it in two places.
metadata=$(setting metadata.log.dir)
for folder in "\${folders[@]}"; do
  [ "$folder" = "$metadata" ] || rm -rf "$folder/__cluster_metadata-0"
done

if [ "\${STRIMZI_JMX_ENABLED:-false}" = true ]; then
  jmx="-Dcom.sun.management.jmxremote=true -Dcom.sun.management.jmxremote.port=9999 -Dcom.sun.management.jmxremote.rmi.port=9999"
  jmx="$jmx -Dcom.sun.management.jmxremote.ssl=false -Djava.rmi.server.hostname=$POD_IP"
  if [ -n "\${STRIMZI_JMX_USERNAME:-}" ]; then
    umask 077
    rm -f /tmp/jmx.access /tmp/jmx.password
    printf '%s readonly\\n' "$STRIMZI_JMX_USERNAME" > /tmp/jmx.access
    printf '%s %s\\n' "$STRIMZI_JMX_USERNAME" "$STRIMZI_JMX_PASSWORD" > /tmp/jmx.password
    umask 022
    jmx="$jmx -Dcom.sun.management.jmxremote.authenticate=true -Dcom.sun.management.jmxremote.access.file=/tmp/jmx.access"
    jmx="$jmx -Dcom.sun.management.jmxremote.password.file=/tmp/jmx.password"
  else
    jmx="$jmx -Dcom.sun.management.jmxremote.authenticate=false"
  fi
  export KAFKA_JMX_OPTS="$jmx"
fi

export KAFKA_OPTS="-Djava.security.properties=$config/java.security \${KAFKA_OPTS:-} \${STRIMZI_JAVA_SYSTEM_PROPERTIES:-}${hasAgent ? agentFlag : ""}"
exec /opt/kafka/bin/kafka-server-start.sh "$server"
`;
}

const agentFlag = ` -javaagent:${places.agents}/jmx_prometheus_javaagent.jar=${metricsPort.port}:$config/metrics-config.json`;

/** A pod that starts again has another address, and one that starts first asks for the others too early: neither may be remembered for long. */
export const javaSecurity = `networkaddress.cache.ttl=5
networkaddress.cache.negative.ttl=1
`;

/** Whether a node is alive: it takes connections, or it has not begun to. \`$1\` is the port of its first listener. */
export const livenessScript = `#!/usr/bin/env bash
if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2> /dev/null; then
  [ -f ${servesMarker} ] || touch ${servesMarker}
  exit 0
fi
[ ! -f ${servesMarker} ]
`;
