# shared by the start scripts; source it, do not run it.
# State, downloads, logs and pid files live in $EP_HOME, never in the repository.
set -euo pipefail
EP_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
EP_SPECS="$EP_DIR/specs"
EP_HOME="${EP_HOME:-${TMPDIR:-/tmp}/verbatim-endpoints}"
EP_PY="${EP_PY:-python3}"
mkdir -p "$EP_HOME"
export npm_config_loglevel=error npm_config_update_notifier=false PIP_DISABLE_PIP_VERSION_CHECK=1
# none of these programs may call home
export DO_NOT_TRACK=1 HF_HUB_OFFLINE=1 LITELLM_TELEMETRY=False LITELLM_LOCAL_MODEL_COST_MAP=True
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

venv() {  # venv NAME PACKAGE... : a venv under $EP_HOME with the packages, made once
  local d="$EP_HOME/venv-$1"; shift
  local want="$*"
  if [ "$(cat "$d/.want" 2>/dev/null || true)" != "$want" ]; then
    [ -x "$d/bin/python" ] || "$EP_PY" -m venv "$d" >&2
    "$d/bin/pip" install -q "$@" >&2
    printf %s "$want" > "$d/.want"
  fi
  echo "$d"
}

# a pid file holds "PID STARTTIME", so that a number given anew to another program is not ours
born() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }
pid_of() { cut -d' ' -f1 "$1"; }
alive() { [ -s "$1" ] && [ -n "$(born "$(pid_of "$1")")" ] && [ "$(cat "$1")" = "$(pid_of "$1") $(born "$(pid_of "$1")")" ]; }

serve() {  # serve NAME PORT LOG COMMAND... : start in the background, remember the pid
  local name="$1" port="$2" log="$3"; shift 3
  if alive "$EP_HOME/$name.pid"; then
    echo "$name already runs" >&2
  else
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$name: port $port is taken by something else" >&2; return 1
    fi
    nohup "$@" > "$log" 2>&1 < /dev/null &
    echo "$! $(born $!)" > "$EP_HOME/$name.pid"
  fi
}

wait_http() {  # wait_http NAME URL SECONDS : until the URL answers with any status
  local i
  for ((i = 0; i < $3 * 5; i++)); do
    curl -s -o /dev/null -m 2 "$2" && return 0
    alive "$EP_HOME/$1.pid" || { echo "$1 died; see its log" >&2; tail -5 "$EP_HOME/$1.log" >&2; return 1; }
    sleep 0.2
  done
  echo "$1: no answer from $2 after $3 s" >&2; return 1
}

loopback_only() {  # fails if the pid (or its children) listens on anything but 127.0.0.1
  command -v ss > /dev/null || return 0
  local bad
  bad="$(ss -ltnpH 2>/dev/null | grep -E "pid=$1[,)]" | awk '{print $4}' | grep -v '^127\.0\.0\.1:' || true)"
  [ -z "$bad" ] || { echo "pid $1 listens on $bad" >&2; kill "$1"; return 1; }
}

say() {  # say NAME URL : what the caller needs
  local pid; pid="$(pid_of "$EP_HOME/$1.pid")"
  loopback_only "$pid"
  echo "$1 url=$2 pid=$pid log=$EP_HOME/$1.log"
}
