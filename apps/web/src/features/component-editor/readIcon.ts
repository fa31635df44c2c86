/** The largest file of an icon, in bytes. */
const LIMIT = 32 * 1024

/** Reads the file of an icon. Returns it as a data URI, or why it can’t be used. */
export async function readIcon(file: File): Promise<{ icon: string } | { problem: string }> {
  if (!/^image\/(?:png|svg\+xml)$/.test(file.type)) return { problem: 'Choose a PNG or SVG file.' }
  if (file.size > LIMIT) return { problem: 'The file is too large. Choose one of at most 32 KiB.' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return { icon: `data:${file.type};base64,${btoa(text)}` }
}
