#!/bin/sh
# Makes the secrets that docker-compose.yml mounts, each once; one that is there already stays.
#
# The folder is closed to other users of this machine. The files in it can be read by any user, because the programs in
# the containers each run as one of their own and see only the files they are given.
set -eu
umask 022
folder=$(dirname "$0")/secrets
mkdir -p "$folder"
chmod 700 "$folder"
for name in command_key record_administrator_password record_application_password temporal_db_password; do
    if [ ! -s "$folder/$name" ]; then
        od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >"$folder/$name.new"
        mv "$folder/$name.new" "$folder/$name"
        echo "made $folder/$name"
    fi
done
echo "Keep a copy of $folder/command_key: without it no repeated command is recognised."
