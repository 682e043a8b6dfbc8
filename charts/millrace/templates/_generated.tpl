{{/* Generated from packages/operator/src/install. Do not edit. */}}
{{- define "millrace.operator" -}}
millrace-cluster-operator
{{- end }}
{{- define "millrace.lease" -}}
millrace-cluster-operator
{{- end }}
{{- define "millrace.role.namespaced" -}}
millrace-cluster-operator-namespaced
{{- end }}
{{- define "millrace.role.global" -}}
millrace-cluster-operator-global
{{- end }}
{{- define "millrace.role.broker" -}}
strimzi-kafka-broker
{{- end }}
{{- define "millrace.role.leader" -}}
millrace-cluster-operator-leader-election
{{- end }}
{{- define "millrace.rules.namespaced" -}}
- apiGroups:
  - kafka.strimzi.io
  resources:
  - kafkas
  - kafkanodepools
  - kafkatopics
  - kafkausers
  - kafkaconnects
  - kafkaconnectors
  - kafkamirrormaker2s
  - kafkabridges
  - kafkarebalances
  verbs:
  - list
  - watch
- apiGroups:
  - kafka.strimzi.io
  resources:
  - kafkas/status
  - kafkanodepools/status
  - kafkatopics/status
  - kafkausers/status
  - kafkaconnects/status
  - kafkaconnectors/status
  - kafkamirrormaker2s/status
  - kafkabridges/status
  - kafkarebalances/status
  verbs:
  - patch
- apiGroups:
  - kafka.strimzi.io
  resources:
  - kafkatopics
  - kafkanodepools
  verbs:
  - patch
- apiGroups:
  - kafka.strimzi.io
  resources:
  - kafkarebalances
  verbs:
  - create
  - delete
  - get
  - patch
- apiGroups:
  - kafka.strimzi.io
  resources:
  - kafkas/finalizers
  - kafkanodepools/finalizers
  - kafkausers/finalizers
  verbs:
  - update
- apiGroups:
  - ""
  resources:
  - serviceaccounts
  - services
  - persistentvolumeclaims
  - configmaps
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - networking.k8s.io
  resources:
  - networkpolicies
  - ingresses
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - policy
  resources:
  - poddisruptionbudgets
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - route.openshift.io
  resources:
  - routes
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - gateway.networking.k8s.io
  resources:
  - tlsroutes
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - core.strimzi.io
  resources:
  - strimzipodsets
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - core.strimzi.io
  resources:
  - strimzipodsets/status
  verbs:
  - patch
- apiGroups:
  - ""
  resources:
  - configmaps
  verbs:
  - get
- apiGroups:
  - ""
  resources:
  - secrets
  verbs:
  - create
  - delete
  - list
  - update
  - watch
- apiGroups:
  - ""
  resources:
  - pods
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - ""
  resources:
  - events
  verbs:
  - create
  - patch
- apiGroups:
  - route.openshift.io
  resources:
  - routes/custom-host
  verbs:
  - create
  - update
{{- end }}
{{- define "millrace.rules.global" -}}
- apiGroups:
  - rbac.authorization.k8s.io
  resources:
  - clusterrolebindings
  verbs:
  - create
  - delete
  - list
  - patch
  - watch
- apiGroups:
  - rbac.authorization.k8s.io
  resources:
  - clusterroles
  verbs:
  - bind
  resourceNames:
  - strimzi-kafka-broker
- apiGroups:
  - ""
  resources:
  - nodes
  verbs:
  - get
{{- end }}
{{- define "millrace.rules.broker" -}}
- apiGroups:
  - ""
  resources:
  - nodes
  verbs:
  - get
{{- end }}
{{- define "millrace.rules.leader" -}}
- apiGroups:
  - coordination.k8s.io
  resources:
  - leases
  verbs:
  - create
- apiGroups:
  - coordination.k8s.io
  resources:
  - leases
  verbs:
  - get
  - update
  resourceNames:
  - millrace-cluster-operator
{{- end }}
{{- define "millrace.restricted" -}}
allowPrivilegeEscalation: false
capabilities:
  drop:
  - ALL
readOnlyRootFilesystem: true
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end }}
{{- define "millrace.kafkaVersions" -}}
4.2.0
4.2.1
4.2.2
4.3.0
4.3.1
{{- end }}
{{- define "millrace.declaredKinds" -}}
- kafkas
- kafkanodepools
- kafkatopics
- kafkausers
- kafkaconnects
- kafkaconnectors
- kafkamirrormaker2s
- kafkabridges
- kafkarebalances
{{- end }}
