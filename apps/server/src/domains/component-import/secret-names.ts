/** Recognizes credentials in recorded requests: by the names of headers, parameters and members, and by values. */

/** Parts of names that stand for a credential, in lower case and without separators. */
const KEY_PARTS =
  /apikey|apitoken|accesskey|accesstoken|authkey|authtoken|authorization|appkey|clientkey|consumerkey|licensekey|privatekey|secret|passw|passphrase|subscriptionkey|credential|signature|sessionid|sessiontoken|usertoken|userkey|bearer|apisid/

/** Names that stand for a credential only as a whole. */
const KEY_NAMES =
  /^x?(?:key|token|auth|apikey|appid|apiid|sig|pwd|pass|jwt|sid|session|pin|license|hapikey|cookie)$/

/** Names that contain one of these parts, but stand for something else. */
const OTHER_NAMES =
  /tokentype|pagetoken|nexttoken|continuationtoken|synctoken|signaturemethod|signatureversion|keyword/

/** Returns whether a header, parameter or member of this name carries a credential. */
export function isKeyName(name: string): boolean {
  const plain = name
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  if (OTHER_NAMES.test(plain)) return false
  return KEY_PARTS.test(plain) || KEY_NAMES.test(plain) || /token$/.test(plain)
}

/** The beginnings of keys whose providers document them. */
const KEY_PREFIXES =
  /^(?:sk|pk|rk|ghp|gho|ghs|ghu|github|glpat|xox[a-z]|pat|shp[a-z]{2}|key|whsec|lin|secret|ntn|hf|npm|figd|dop|SG|AKIA|ASIA|AIza|ya29|eyJ)[-_.A-Z0-9a-z]{8}/

/** Returns whether a value looks like a generated key or id, which may be a secret. */
export function isKeyValue(value: string): boolean {
  const text = value.slice(0, 4096)
  if (KEY_PREFIXES.test(text) && /\d/.test(text)) return true
  if (/^[0-9a-f]{16,}$/i.test(text) && /\d/.test(text)) return true
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return true
  if (text.length < 16 || /[\s/]/.test(text) || !/\d/.test(text) || !/[a-z]/i.test(text)) return false
  const changes = text.match(/\d[a-z]|[a-z]\d/gi)?.length ?? 0
  return changes >= 3 || (/[a-z]/.test(text) && /[A-Z]/.test(text))
}

/** Returns whether a text contains what looks like a generated key or id. */
export const hasKeyValue = (text: string): boolean =>
  text
    .slice(0, 8192)
    .split(/[^\w.+=-]/)
    .some((word) => isKeyValue(word) || word.split('=').some(isKeyValue))

/** Returns a name for notes; none if the name itself looks like a key. */
export const nameForNotes = (name: string): string => (hasKeyValue(name) ? '…' : name.slice(0, 60))
