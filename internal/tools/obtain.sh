#!/usr/bin/env bash
# Obtains the tools that tests with the build tag "oracle" drive. Debian
# packages are installed with apt when the caller may (root or passwordless
# sudo); otherwise what is missing is named and the exit code is 1. What is not
# in Debian goes into .tools/ (ignored by git), pinned by version and checksum.
#
#   internal/tools/obtain.sh          obtain everything
#   internal/tools/obtain.sh --check  only say what is missing
set -euo pipefail
cd "$(dirname "$0")/../.."
check_only=${1:-}

# command or file    Debian package         used for
debian_tools='
pdftotext            poppler-utils          text as others extract it
pdftoppm             poppler-utils          rasters
pdffonts             poppler-utils          embedded faces
pdfinfo              poppler-utils          the structure tree
pdfdetach            poppler-utils          attachments
pdfimages            poppler-utils          pictures as others read them
qpdf                 qpdf                   structure of the file
hb-shape             libharfbuzz-bin        shaping
hb-subset            libharfbuzz-bin        subsetting
qemu-aarch64         qemu-user              the same bytes on arm64
unshare              util-linux             rendering without a network
curl                 curl                   the HTTP endpoint
convert-im6.q16      imagemagick            PNG as others read it
djpeg                libjpeg-turbo-progs    JPEG as others read it
cjpeg                libjpeg-turbo-progs    JPEG files of all kinds
java                 default-jre-headless   runs veraPDF
rsvg-convert         librsvg2-bin           SVG pages as others draw them
zbarimg              zbar-tools             QR codes and bar codes as others read them
chromium             chromium               the preview, in a browser
transicc             liblcms2-utils         the colour profile as others read it
/usr/share/color/icc/sRGB.icc icc-profiles-free sRGB as others have it
'

# veraPDF: one jar with everything, from Maven Central.
verapdf_version=1.28.2
verapdf_jar=.tools/greenfield-apps-$verapdf_version.jar
verapdf_sha256=687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6
dependency_plugin=org.apache.maven.plugins:maven-dependency-plugin:2.8

# Node: only its ICU is wanted, and that of CLDR 48.0. Other releases of node
# (Debian's 18 among them) carry other data and would disagree rightly.
node_cldr=48.0
node_version=20.20.2
declare -A node_sha512=(
  [x64]=3de1d033cc007661ed640d66068732819c6ce4b8945adb097b3413901774898f7cecaa46ac3d4edad544c9dbcc662b9771e45a9f1b7bae34e70c407038fba3a1
  [arm64]=2c25c99cd4c58b21ae601c36819488e4e04531b92300fb7cb2a0ff34aad6a04d90983812b9b4ea16783a19a349f4427c1e9c413067165a96db72ce15a3e0a71a
)

missing=()
wanted_packages=()
want() { # what, package, why
  missing+=("$1 (Debian package $2): $3")
  wanted_packages+=("$2")
}
while read -r command package why; do
  [ -n "$command" ] || continue
  command -v "$command" >/dev/null || [ -f "$command" ] || want "$command" "$package" "$why"
done <<<"$debian_tools"

have_jar() { [ -f "$verapdf_jar" ] && echo "$verapdf_sha256  $verapdf_jar" | sha256sum --check --status -; }
have_node() {
  local node
  for node in .tools/bin/node "$(command -v node || true)"; do
    [ -n "$node" ] && [ -x "$node" ] || continue
    [ "$("$node" -p process.versions.cldr 2>/dev/null)" = "$node_cldr" ] && return 0
  done
  return 1
}
have_jar || command -v mvn >/dev/null || want mvn maven "fetches veraPDF from Maven Central"
have_node || command -v npm >/dev/null || want npm npm "fetches node $node_version, whose ICU has CLDR $node_cldr"

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" = 0 ]; then
    may_install=yes
  elif sudo -n true 2>/dev/null; then
    may_install=yes
    as_root=(sudo -n)
  fi
  command -v apt-get >/dev/null || may_install=
  if [ "$check_only" = --check ] || [ -z "${may_install:-}" ]; then
    printf 'missing: %s\n' "${missing[@]}" >&2
    printf 'get them with: sudo apt-get install %s\n' "$(printf '%s\n' "${wanted_packages[@]}" | sort -u | tr '\n' ' ')" >&2
    exit 1
  fi
  mapfile -t wanted_packages < <(printf '%s\n' "${wanted_packages[@]}" | sort -u)
  echo "installing ${wanted_packages[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted_packages[@]}" >/dev/null
fi

# maven writes terminal codes even where there is no terminal, and its errors to
# standard output: what it says is shown only when it fails.
maven() {
  local said
  said=$(mvn -q -B "$@" 2>&1) || { printf '%s\n' "$said" >&2; return 1; }
}

mkdir -p .tools/bin
if ! have_jar; then
  if [ "$check_only" = --check ]; then
    echo "missing: $verapdf_jar; get it with: make tools" >&2
    exit 1
  fi
  echo "fetching veraPDF $verapdf_version"
  maven "$dependency_plugin:get" "-Dartifact=org.verapdf.apps:greenfield-apps:$verapdf_version" -Dtransitive=false
  maven "$dependency_plugin:copy" "-Dartifact=org.verapdf.apps:greenfield-apps:$verapdf_version" -DoutputDirectory="$PWD/.tools"
  have_jar || { echo "$verapdf_jar is not the file that was pinned (SHA-256 $verapdf_sha256)" >&2; exit 1; }
fi
if ! have_node; then
  if [ "$check_only" = --check ]; then
    echo "missing: node with CLDR $node_cldr (node $node_version has it); get it with: make tools" >&2
    exit 1
  fi
  case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) echo "no pinned node for $(uname -m): put a node with CLDR $node_cldr first in PATH" >&2; exit 1 ;;
  esac
  echo "fetching node $node_version"
  (cd .tools && npm pack --silent "node-linux-$arch@$node_version" >/dev/null)
  package=.tools/node-linux-$arch-$node_version.tgz
  echo "${node_sha512[$arch]}  $package" | sha512sum --check --status - ||
    { echo "$package is not the file that was pinned" >&2; exit 1; }
  tar -xzf "$package" -C .tools/bin --strip-components=2 package/bin/node
  rm "$package"
  have_node || { echo "node $node_version does not carry CLDR $node_cldr" >&2; exit 1; }
fi
