import type { Finding } from '@stepkey/shared/verification'
import type { AnyAuthMethod, AuthenticationType, ParsedKey, Prompt } from 'ssh2'

/** Who signs in, and with what. */
export type Login = { user: string } & ({ password: string } | { key: ParsedKey })

/**
 * Signs in by the one way that goes with a login, once: a server counts attempts. Whatever asks for more than the
 * password gets nothing.
 */
export class SignIn {
  /** Whether the server has asked for the secret and got it. Who lets somebody in before that didn't look at it. */
  hasProved = false
  /** The way that is being tried. */
  way: AuthenticationType = 'none'
  readonly #login: Login
  readonly #end: (finding: Finding) => void

  /** @param end called with what the server makes of the login, if it is not that somebody is in */
  constructor(login: Login, end: (finding: Finding) => void) {
    this.#login = login
    this.#end = end
  }

  /** What to try next, if anything is left; `null`s at first. */
  next(offered: readonly AuthenticationType[] | null, isPartial: boolean | null): AnyAuthMethod | undefined {
    const { user: username } = this.#login
    if (!offered) return { type: 'none', username }
    if (isPartial) return this.#stop(wantsMore)
    if (this.way !== 'none') return this.#stop(this.refused)
    const method = this.#methods().find(({ type }) => offered.includes(type))
    if (!method) return this.#stop(wantsMore)
    this.way = method.type
    this.hasProved = method.type === 'password'
    return method
  }

  get refused(): Finding {
    const reason = 'key' in this.#login ? 'key_not_admitted' : 'bad_login'
    return { outcome: 'rejected', reason }
  }

  #methods(): AnyAuthMethod[] {
    const login = this.#login
    const username = login.user
    if ('key' in login) return [{ type: 'publickey', username, key: this.#watched(login.key) }]
    const { password } = login
    return [
      { type: 'password', username, password },
      {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, instructions, _language, prompts, answer) => {
          if (this.hasProved) this.#stop(meaningOfQuestion(instructions, prompts))
          else if (prompts.length !== 1 || prompts[0]?.echo) this.#stop(wantsMore)
          else {
            this.hasProved = true
            answer([password])
          }
        },
      },
    ]
  }

  /** The same key, which tells when it signs. */
  #watched(key: ParsedKey): ParsedKey {
    const { sign } = key
    key.sign = (...args) => {
      this.hasProved = true
      return sign.apply(key, args)
    }
    return key
  }

  #stop(finding: Finding): undefined {
    this.#end(finding)
  }
}

/** Another password, a code of a second device: nothing that was entered. */
const wantsMore: Finding = { outcome: 'unexpected', reason: 'login_not_offered' }

function meaningOfQuestion(instructions: string, prompts: readonly Prompt[]): Finding {
  const question = [instructions, ...prompts.map(({ prompt }) => prompt)].join(' ')
  const isExpired = /\b(?:new|current|old)\b.*\bpassword\b|\bexpired\b/i.test(question)
  return isExpired ? { outcome: 'rejected', reason: 'password_expired' } : wantsMore
}
