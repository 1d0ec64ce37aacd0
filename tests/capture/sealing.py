#!/usr/bin/env python3
"""Encrypted interviews as ODK Collect sends them, made with the openssl command and Python's hashlib.

The other route to what src/seal does: written from the specification (ODK XForms, Encryption), it
shares no line with it. Run by itself it makes the fixed interviews of tests/seal anew:

    sealing.py --vectors tests/seal
"""
import base64
import hashlib
import os
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = {
    "specification": "http://opendatakit.org/submissions",
    "collect": "http://www.opendatakit.org/xforms/encrypted",
}


def openssl(*arguments, given=b""):
    return subprocess.run(["openssl", *arguments], input=given, check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout


def new_key(bits=2048):
    """(private key as PEM, public key as forms carry it: base64 of its DER)."""
    pem = openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}")
    return pem, public_half(pem)


def public_half(pem):
    return base64.b64encode(openssl("pkey", "-pubout", "-outform", "DER", given=pem)).decode()


class Sealer:
    """Encrypts for one public key (base64 of its DER). `mask` is the digest of OAEP's mask."""

    def __init__(self, public_key, mask="sha256"):
        self.folder = tempfile.TemporaryDirectory(prefix="mtm-seal-")
        self.key = os.path.join(self.folder.name, "public.der")
        self.mask = mask
        with open(self.key, "wb") as file:
            file.write(base64.b64decode(public_key))

    def rsa(self, message):
        """Base64 of RSA-OAEP with SHA-256."""
        path = os.path.join(self.folder.name, "message")
        with open(path, "wb") as file:
            file.write(message)
        out = openssl("pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", self.key,
                      "-in", path, "-pkeyopt", "rsa_padding_mode:oaep",
                      "-pkeyopt", "rsa_oaep_md:sha256", "-pkeyopt", f"rsa_mgf1_md:{self.mask}")
        return base64.b64encode(out).decode()

    def seal(self, xml, media=(), namespace="collect", sign=True):
        """(manifest, [(name, content type, bytes)]) of an interview and its files (name, bytes)."""
        text = xml.decode()
        root = re.search(r"<(?!\?)[^>]*>", text).group(0)
        form = re.search(r'\sid="([^"]*)"', root).group(1)
        version = re.search(r'\sversion="([^"]*)"', root)
        instance = re.search(r"<(?:\w+:)?instanceID>([^<]*)<", text).group(1)
        key = os.urandom(32)
        encrypted_key = self.rsa(key)
        vector = bytearray(hashlib.md5(instance.encode() + key).digest())
        lines = [form] + ([version.group(1)] if version else []) + [encrypted_key, instance]
        files = []
        for number, (name, data) in enumerate([*media, ("submission.xml", xml)]):
            place = number % 16
            vector[place] = (vector[place] + 1) % 256
            padding = 16 - len(data) % 16
            sealed = openssl("enc", "-aes-256-cfb", "-K", key.hex(), "-iv", bytes(vector).hex(),
                             given=data + bytes([padding]) * padding)
            files.append((name + ".enc", "application/octet-stream", sealed))
            lines.append(name + "::" + hashlib.md5(data).hexdigest())
        signature = self.rsa(hashlib.md5(("\n".join(lines) + "\n").encode()).digest())
        manifest = (
            f'<?xml version="1.0"?><data xmlns="{NAMESPACES[namespace]}" encrypted="yes" id={quoteattr(form)}'
            + (f" version={quoteattr(version.group(1))}" if version else "") + ">"
            + f"<base64EncryptedKey>{encrypted_key}</base64EncryptedKey>"
            + f'<orx:meta xmlns:orx="http://openrosa.org/xforms"><orx:instanceID>{escape(instance)}'
            + "</orx:instanceID></orx:meta>"
            + "".join(f"<media><file>{escape(name)}.enc</file></media>" for name, _ in media)
            + "<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
            + (f"<base64EncryptedElementSignature>{signature}</base64EncryptedElementSignature>" if sign else "")
            + "</data>")
        return manifest.encode(), files


INTERVIEW = ('<data id="people" version="{version}"><name>Айгүль &amp; {number}</name><photo>photo.jpg</photo>'
             "<meta><instanceID>uuid:{number}</instanceID></meta></data>")


def write(folder, name, data):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)


def make_vectors(folder):
    pem, public = new_key()
    write(folder, "private.pem", pem)
    write(folder, "public.txt", public.encode() + b"\n")
    write(folder, "private-with-passphrase.pem",
          openssl("pkcs8", "-topk8", "-v2", "aes-256-cbc", "-passout", "pass:a long passphrase", given=pem))
    write(folder, "private-rsa.pem", openssl("rsa", "-traditional", given=pem))
    write(folder, "other.pem", new_key()[0])
    write(folder, "small.pem", new_key(1024)[0])
    write(folder, "curve.pem", openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"))
    cases = [("collect", "collect", "sha256", 2), ("specification", "specification", "sha256", 1),
             ("sha1-mask", "collect", "sha1", 0), ("many-files", "collect", "sha256", 20)]
    for number, (name, namespace, mask, count) in enumerate(cases, 1):
        xml = INTERVIEW.format(number=number, version=7).encode()
        media = [(f"file-{i}.txt", f"file {i} ".encode() * i) for i in range(count)]
        manifest, files = Sealer(public, mask).seal(xml, media, namespace)
        into = os.path.join(folder, name)
        write(into, "manifest.xml", manifest)
        for file, _, data in files:
            write(into, file, data)
        write(into, "plain.xml", xml)


if __name__ == "__main__":
    make_vectors(sys.argv[sys.argv.index("--vectors") + 1])
