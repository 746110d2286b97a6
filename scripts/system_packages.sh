#!/bin/sh
# Sees to the programs that the tests need beside Python: installs what is missing when root on Debian,
# else says which packages to install.
set -eu

missing=""
need() { # need PACKAGE, then the command that shows that it is there
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

font_installed() { ls /usr/share/fonts/truetype/"$1" /usr/share/fonts/"$1" 2>/dev/null | grep -q .; }
postgresql_installed() { ls /usr/lib/postgresql/*/bin/initdb || command -v initdb; }

need gettext command -v xgettext
need chromium command -v "${CHROMIUM:-chromium}"
need npm command -v npm
need default-jre-headless command -v java
need fonts-dejavu-core font_installed dejavu
need fonts-liberation font_installed liberation
[ -n "${POSTGRESQL_TEST_URL:-}" ] || need postgresql postgresql_installed
if [ -z "${ELASTICSEARCH_URL:-}" ]; then
    need maven command -v mvn
    need util-linux command -v setpriv
fi

[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing system packages:$missing"
    # The tests start a server of their own; Debian's ready-made one is not wanted.
    case "$missing" in *postgresql*)
        mkdir -p /etc/postgresql-common
        [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
        ;;
    esac
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The tests need system packages that are missing. Install them as root:" >&2
    echo "    apt-get install$missing" >&2
    exit 1
fi
