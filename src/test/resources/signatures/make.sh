#!/bin/sh
# Makes the keys and signed objects beside it anew, with the system's gpg and git:  sh make.sh
# NAME.asc is a public key, NAME.commit and NAME.tag are what `git cat-file` prints. All name one tree: a.yaml with "one".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export GNUPGHOME="$work/gnupg" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
mkdir -m 700 "$GNUPGHOME"
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org GIT_AUTHOR_DATE=2026-03-01T12:00:00Z
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org GIT_COMMITTER_DATE=2026-03-01T12:00:00Z
git init -q -b main "$work/repo" && cd "$work/repo"
printf one > a.yaml && git add a.yaml && tree=$(git write-tree)

# gpg at a moment: at 20260301T120000 ARGUMENTS...
at() { moment=$1; shift; gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time "$moment!" "$@"; }
signed_at() { # MOMENT KEY NAME: writes NAME.commit
  printf '#!/bin/sh\nexec gpg --batch --no-tty --pinentry-mode loopback --passphrase "" --faked-system-time "%s!" "$@"\n' "$1" > "$work/gpg"
  chmod +x "$work/gpg"
  id=$(git -c gpg.program="$work/gpg" commit-tree "-S$2" -m "Signed: $3" "$tree")
  git cat-file commit "$id" > "$here/$3.commit"
}
export_key() { gpg --batch --quiet --export --armor "$1" > "$here/$2.asc"; }
mail() { printf '%s@example.org' "$1"; }

for name in ed25519 rsa; do
  case $name in ed25519) kind=ed25519/default ;; rsa) kind=rsa2048 ;; esac
  at 20260101T000000 --quick-generate-key "$(mail $name)" "${kind%/*}" sign,cert never
  signed_at 20260301T120000 "$(mail $name)" "$name"
  export_key "$(mail $name)" "$name"
done
git -c gpg.program="$work/gpg" -c user.signingkey="$(mail ed25519)" tag -s -m "A release" v1 "$(git commit-tree -m Unsigned "$tree")"
git cat-file tag v1 > "$here/ed25519.tag"
git cat-file commit v1^{commit} > "$here/unsigned.commit"

# A primary key that only certifies, and a subkey that signs.
at 20260101T000000 --quick-generate-key "$(mail subkey)" ed25519 cert never
print=$(gpg --batch --list-keys --with-colons "$(mail subkey)" | awk -F: '$1 == "fpr" {print $10; exit}')
at 20260101T000001 --quick-add-key "$print" ed25519 sign never
signed_at 20260301T120000 "$(mail subkey)" subkey
export_key "$(mail subkey)" subkey
# The same with the subkey revoked later.
sub=$(gpg --batch --list-keys --with-colons "$(mail subkey)" | awk -F: '$1 == "fpr" {print $10}' | tail -1)
printf 'key %s\nrevkey\ny\n3\n\ny\nsave\n' "$sub" \
  | gpg --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time 20260401T000000! --command-fd 0 --status-fd 2 \
      --edit-key "$print" > /dev/null 2>&1 || true
export_key "$(mail subkey)" subkey-revoked

# Expires on 2026-04-01.
at 20260101T000000 --quick-generate-key "$(mail expiring)" ed25519 sign,cert 20260401T000000
signed_at 20260301T120000 "$(mail expiring)" expiring
export_key "$(mail expiring)" expiring

# Revoked on 2026-04-01, because somebody else had it.
at 20260101T000000 --quick-generate-key "$(mail revoked)" ed25519 sign,cert never
signed_at 20260301T120000 "$(mail revoked)" revoked
export_key "$(mail revoked)" revoked-not-yet
print=$(gpg --batch --list-keys --with-colons "$(mail revoked)" | awk -F: '$1 == "fpr" {print $10; exit}')
printf 'y\n1\n\ny\n' \
  | gpg --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time 20260401T000000! --command-fd 0 --status-fd 2 \
      --output "$work/revocation" --gen-revoke "$print" > /dev/null 2>&1
gpg --batch --quiet --import "$work/revocation" 2> /dev/null
export_key "$(mail revoked)" revoked
