#!/bin/sh
# sh requirements/install.sh pip install ARGUMENTS...: uv, so that one sees how far it is.
#
# On a terminal uv shows its own progress, elsewhere a line a step. Where uv trusts no certificate of the package index
# (a company's proxy has one of its own), it tries again with the certificates of the machine. Where that is not enough
# either, pip installs: it has settings of its own (PIP_CERT, pip.conf). The same hashes are asked for in each case.

bin=.venv/bin

uv() {
	if [ -t 2 ]; then
		"$bin/uv" "$@"
		return
	fi
	# The list of all packages ("+ name==1.0") is not a step. sh has no pipefail, so the status takes another way.
	status=$({ { "$bin/uv" "$@" 2>&1; echo $? >&3; } | grep -v '^ [-+~] ' >&2; } 3>&1)
	return "$status"
}

trusts_no_certificate() {
	"$bin/uv" pip install --dry-run --reinstall --refresh --no-deps --require-hashes --python "$bin/python" \
		--requirement requirements/install.txt 2>&1 | grep -qi certificate
}

has_pip() {
	"$bin/python" -m pip --version >/dev/null 2>&1 && return
	# uv makes environments without pip. Python brings one along, which needs no network.
	"$bin/python" -m ensurepip >/dev/null 2>&1 && return
	echo "There is no pip in .venv, and this Python has none to add (Debian and Ubuntu: apt install python3-venv)." >&2
	echo "Add it, or name the certificates for uv: SSL_CERT_FILE=FILE make ..." >&2
	return 1
}

pip() {
	hashed="$bin/python -m pip install --disable-pip-version-check --require-hashes"
	# What builds is installed first, by its hashes: older releases of pip know no --build-constraint.
	$hashed --quiet --requirement requirements/build.txt || return
	shift 2 # "pip install"
	for word; do
		shift
		case $word in
		--python | --build-constraint) skip=yes ;;
		*)
			[ -n "$skip" ] || set -- "$@" "$word"
			skip=
			;;
		esac
	done
	"$bin/python" -m pip install --disable-pip-version-check --no-build-isolation "$@"
}

uv "$@" && exit
failed=$?
trusts_no_certificate || exit "$failed"
echo "uv does not trust the certificate of the package index: trying the machine's own certificates ..." >&2
UV_SYSTEM_CERTS=true uv "$@" && exit
echo "That did not help: trying pip. Where it fails too, PIP_CERT=FILE names the certificates to trust." >&2
has_pip || exit "$failed"
pip "$@"
