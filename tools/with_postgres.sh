#!/usr/bin/env bash
# Runs a command with TURNSTONE_DATABASE naming a fresh PostgreSQL of its own, which is gone afterwards:
#   tools/with_postgres.sh python -m pytest tests/web
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || { echo "there is no PostgreSQL on this machine" >&2; exit 3; }
home=$(mktemp -d)
as=() # PostgreSQL does not run as root
if [ "$(id -u)" = 0 ]; then chown postgres "$home"; as=(setpriv --reuid postgres --regid postgres --clear-groups); fi
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
stop() { "${as[@]}" "$bin/pg_ctl" -D "$home/data" -m immediate -s stop || true; rm -rf "$home"; }
trap stop EXIT
"${as[@]}" "$bin/initdb" -D "$home/data" -U turnstone -A trust -E UTF8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$home/data" -s -w -o "-h 127.0.0.1 -p $port -k $home" -l "$home/log" start
"$bin/createdb" -h 127.0.0.1 -p "$port" -U turnstone turnstone
TURNSTONE_DATABASE="postgres://turnstone@127.0.0.1:$port/turnstone" "$@"
