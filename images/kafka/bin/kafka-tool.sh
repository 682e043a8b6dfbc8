#!/bin/bash
# Each of Kafka's command line tools, by the name that this is called by; the file "tools" says which class is which.
kafka=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
tool=$(basename "$0" .sh)
classes=$(sed -n "s/^$tool //p" "$kafka/bin/tools")
[ -n "$classes" ] || { echo "kafka-tool.sh: there is no tool $tool" >&2; exit 1; }
class=${classes%% *}
# What another release calls it: RELEASE:CLASS.
for other in ${classes#"$class"}; do
  ! compgen -G "$kafka/libs/kafka_2.13-${other%%:*}.*" >/dev/null || class=${other#*:}
done
case $tool in
  *-perf-test | kafka-verifiable-* | kafka-console-*) : "${KAFKA_HEAP_OPTS=-Xmx512M}" ;;
  connect-*) : "${KAFKA_HEAP_OPTS=-Xms256M -Xmx2G}"; : "${KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=$kafka/config/log4j2.yaml}" ;;
esac
[ -z "${KAFKA_HEAP_OPTS+set}" ] || export KAFKA_HEAP_OPTS
[ -z "${KAFKA_LOG4J_OPTS+set}" ] || export KAFKA_LOG4J_OPTS
exec "$kafka/bin/kafka-run-class.sh" "$class" "$@"
