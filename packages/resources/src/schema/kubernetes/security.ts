import { flag, integer, list, object, shape, text, texts } from "../field.ts";
import { nameValue } from "./selectors.ts";

/** AppArmor and seccomp name their profiles in the same way. */
const profile = shape("SecurityProfile", {
  localhostProfile: text("Profile on the node, for the type `Localhost`."),
  type: text("`RuntimeDefault`, `Localhost` or `Unconfined`."),
});

const seLinuxOptions = shape("SeLinuxOptions", {
  level: text("SELinux level."),
  role: text("SELinux role."),
  type: text("SELinux type."),
  user: text("SELinux user."),
});

const windowsOptions = shape("WindowsSecurityContextOptions", {
  gmsaCredentialSpec: text("Group managed service account, inline."),
  gmsaCredentialSpecName: text("Group managed service account, by name."),
  hostProcess: flag("Whether it runs as a host process."),
  runAsUserName: text("Windows user to run as."),
});

const capabilities = shape("Capabilities", {
  add: texts("Linux capabilities to add."),
  drop: texts("Linux capabilities to take away."),
});

export const podSecurityContext = shape("PodSecurityContext", {
  appArmorProfile: object("AppArmor profile of all containers.", profile),
  fsGroup: integer("Group that owns the pod's volumes."),
  fsGroupChangePolicy: text("When the owner of a volume is changed: `OnRootMismatch` or `Always`."),
  runAsGroup: integer("Group to run as."),
  runAsNonRoot: flag("Whether a container that would run as root is refused."),
  runAsUser: integer("User to run as."),
  seLinuxChangePolicy: text("How volumes are labelled for SELinux: `MountOption` or `Recursive`."),
  seLinuxOptions: object("SELinux context of all containers.", seLinuxOptions),
  seccompProfile: object("Seccomp profile of all containers.", profile),
  supplementalGroups: list("Further groups of the first process.", integer()),
  supplementalGroupsPolicy: text("Whether groups of the image count too: `Merge` or `Strict`."),
  sysctls: list("Kernel parameters of the pod's namespaces.", object(undefined, nameValue)),
  windowsOptions: object("Settings for Windows nodes.", windowsOptions),
});

export const securityContext = shape("SecurityContext", {
  allowPrivilegeEscalation: flag("Whether a process may gain more privileges than its parent has."),
  appArmorProfile: object("AppArmor profile of the container.", profile),
  capabilities: object("Linux capabilities of the container.", capabilities),
  privileged: flag("Whether the container runs with the host's privileges."),
  procMount: text("How `/proc` is mounted: `Default` or `Unmasked`."),
  readOnlyRootFilesystem: flag("Whether the root file system is read-only."),
  runAsGroup: integer("Group to run as."),
  runAsNonRoot: flag("Whether it is refused to run as root."),
  runAsUser: integer("User to run as."),
  seLinuxOptions: object("SELinux context of the container.", seLinuxOptions),
  seccompProfile: object("Seccomp profile of the container.", profile),
  windowsOptions: object("Settings for Windows nodes.", windowsOptions),
});
