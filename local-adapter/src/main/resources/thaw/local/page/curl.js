// A request as the command that sends it again.

/** A word for a POSIX shell. */
export function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The command for a request to this server: `file` is the name of a file to send, otherwise `body` is sent. */
export function curl(origin, path, { contentType, body, file }) {
  // --data-raw, because --data takes a text that begins with @ for the name of a file.
  const data = file === undefined ? `--data-raw ${quoted(body)}` : `--data-binary ${quoted(`@${file}`)}`;
  return `curl ${quoted(origin + path)} \\\n  -H ${quoted(`Content-Type: ${contentType}`)} \\\n  ${data}`;
}
