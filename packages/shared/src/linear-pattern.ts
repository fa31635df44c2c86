import { RE2JS } from 're2js'

/** The maximum length of a pattern, in UTF-16 code units. */
export const PATTERN_LIMIT = 1000

/**
 * A regular expression of a component from outside, which matches in linear time: RE2 runs it, whatever its author wrote.
 * It supports what RE2 does, so no look-around and no back references. Only `test` and `exec` may be used.
 * @throws SyntaxError for a pattern that RE2 or ECMAScript refuses
 */
export class LinearPattern extends RegExp {
  readonly #compiled: RE2JS

  constructor(source: string) {
    super(source)
    try {
      this.#compiled = RE2JS.compile(source)
    } catch (error) {
      throw new SyntaxError((error as Error).message)
    }
  }

  override test(text: string): boolean {
    return this.#compiled.matcher(text).find()
  }

  override exec(text: string): RegExpExecArray | null {
    const matcher = this.#compiled.matcher(text)
    if (!matcher.find()) return null
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index))
    return Object.assign(groups as string[], { index: matcher.start(), input: text }) as RegExpExecArray
  }
}

/** Returns whether a text is a pattern that matches in linear time. */
export function isLinearPattern(text: string): boolean {
  try {
    return new LinearPattern(text) !== undefined
  } catch {
    return false
  }
}
