#!/bin/bash
# Starts a node of Kafka: kafka-server-start.sh FILE [--override PROPERTY=VALUE]...
kafka=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
: "${KAFKA_HEAP_OPTS=-Xmx1G -Xms1G}"
: "${KAFKA_LOG4J_OPTS=-Dlog4j2.configurationFile=$kafka/config/log4j2.yaml}"
export KAFKA_HEAP_OPTS KAFKA_LOG4J_OPTS
exec "$kafka/bin/kafka-run-class.sh" -name kafkaServer kafka.Kafka "$@"
