#!/bin/sh
# Start the agent again when it ends: no restart policy brings back a container that was killed through the engine.
#   AGENT_CONTAINER  its name
#   ENGINE_SOCKET    the engine's unix socket, /var/run/docker.sock unless it says otherwise
socket=${ENGINE_SOCKET:-/var/run/docker.sock}
trap 'kill $! 2> /dev/null; exit 0' TERM INT

call() {
	curl --silent --output /dev/null --write-out '%{http_code}' --request POST --unix-socket "$socket" "http://engine/containers/$AGENT_CONTAINER/$1" &
	wait $!
}

while :; do
	case $(call 'wait?condition=not-running') in
		200) call start > /dev/null ;;
		404) exit 0 ;;
		# The engine is away: it will start both of us when it is back, or it keeps us alive and comes back itself.
		*) sleep 1 & wait $! ;;
	esac
done
