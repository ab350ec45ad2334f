#!/usr/bin/env bash
# Run in an empty folder with only the installed wheel on PATH: does it carry all that it needs?
set -euo pipefail
landuse --version
landuse check
scenarios=$(python -c 'from landuse.io.places import checkout, scenarios_folder; assert checkout() is None; print(scenarios_folder())')
landuse assess "$scenarios/vindkraft-exempelberget-a.yaml" --out result
test -s result/vindkraft-exempelberget-a/assessment.json
port=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
landuse app --port "$port" >app.log 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
python - "$port" <<'PYTHON' || { cat app.log; exit 1; }
import sys
import time
import urllib.request

for _ in range(120):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/_stcore/health", timeout=2) as answer:
            print("app:", answer.read().decode())
            sys.exit(0)
    except OSError:
        time.sleep(0.5)
sys.exit("the app did not answer")
PYTHON
