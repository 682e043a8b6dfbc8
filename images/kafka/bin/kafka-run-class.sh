#!/bin/bash
# Runs a class of Kafka's: kafka-run-class.sh [-name NAME] [-loggc] CLASS [ARGUMENT...]
# Heeds KAFKA_HEAP_OPTS, KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_GC_LOG_OPTS, KAFKA_JMX_OPTS, JMX_PORT, KAFKA_LOG4J_OPTS, KAFKA_OPTS,
# LOG_DIR, CLASSPATH and JAVA_HOME, as Apache Kafka's script of this name does.
set -e
kafka=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
: "${LOG_DIR:=$kafka/logs}"
: "${KAFKA_HEAP_OPTS=-Xmx256M}"
: "${KAFKA_JVM_PERFORMANCE_OPTS=-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true}"
: "${KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=$kafka/config/tools-log4j2.yaml}"
name=
while true; do
  case ${1:-} in
    -name) name=$2; shift 2 ;;
    -loggc) : "${KAFKA_GC_LOG_OPTS=-Xlog:gc*:file=$LOG_DIR/${name:-kafka}-gc.log:time,tags:filecount=10,filesize=100M}"; shift ;;
    -daemon) echo "kafka-run-class.sh: -daemon is not for containers" >&2; exit 1 ;;
    *) break ;;
  esac
done
if [ -n "${JMX_PORT:-}" ]; then
  : "${KAFKA_JMX_OPTS=-Dcom.sun.management.jmxremote=true -Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false}"
  KAFKA_JMX_OPTS="$KAFKA_JMX_OPTS -Dcom.sun.management.jmxremote.port=$JMX_PORT"
fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Options are words: they are not quoted.
exec $java $KAFKA_HEAP_OPTS $KAFKA_JVM_PERFORMANCE_OPTS ${KAFKA_GC_LOG_OPTS:-} ${KAFKA_JMX_OPTS:-} -Dkafka.logs.dir="$LOG_DIR" \
  $KAFKA_LOG4J_OPTS -cp "${CLASSPATH:+$CLASSPATH:}$kafka/libs/*" ${KAFKA_OPTS:-} "$@"
