import type { Finding } from '@stepkey/shared/verification'
import type { AnyAuthMethod, AuthenticationType, ParsedKey, Prompt } from 'ssh2'
import { sshQuestions } from './messages/ssh.ts'
import { findingOf } from './server-messages.ts'

/** A user name with a password or a private key. */
export type Login = { user: string } & ({ password: string } | { key: ParsedKey })

/**
 * Chooses the SSH authentication method for a login and tries it once, because servers count failed attempts. Sends
 * nothing when the server asks for more than the password.
 */
export class SignIn {
  /** Whether the server requested and received the secret. A sign-in that succeeds before that proves nothing. */
  hasProved = false
  /** The authentication method being tried. */
  method: AuthenticationType = 'none'
  readonly #login: Login
  readonly #end: (finding: Finding) => void

  /** @param end receives the finding if the sign-in can't succeed */
  constructor(login: Login, end: (finding: Finding) => void) {
    this.#login = login
    this.#end = end
  }

  /** Returns the next method to try, or undefined if none is left. Both arguments are null on the first call. */
  next(offered: readonly AuthenticationType[] | null, isPartial: boolean | null): AnyAuthMethod | undefined {
    const { user: username } = this.#login
    if (!offered) return { type: 'none', username }
    if (isPartial) return this.#stop(needsMoreFactors)
    if (this.method !== 'none') return this.#stop(this.refused)
    const method = this.#methods().find(({ type }) => offered.includes(type))
    if (!method) return this.#stop(needsMoreFactors)
    this.method = method.type
    this.hasProved = method.type === 'password'
    return method
  }

  /** The finding for a refused login. */
  get refused(): Finding {
    const reason = 'key' in this.#login ? 'key_not_admitted' : 'bad_login'
    return { outcome: 'rejected', reason }
  }

  #methods(): AnyAuthMethod[] {
    const login = this.#login
    const username = login.user
    if ('key' in login) return [{ type: 'publickey', username, key: this.#observe(login.key) }]
    const { password } = login
    return [
      { type: 'password', username, password },
      {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, instructions, _language, prompts, answer) => {
          if (this.hasProved) this.#stop(meaningOfQuestion(instructions, prompts))
          else if (prompts.length !== 1 || prompts[0]?.echo) this.#stop(needsMoreFactors)
          else {
            this.hasProved = true
            answer([password])
          }
        },
      },
    ]
  }

  /** Sets `hasProved` when the key signs. */
  #observe(key: ParsedKey): ParsedKey {
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

/** The server asks for something that the login doesn't have, such as a second password or a one-time code. */
const needsMoreFactors: Finding = { outcome: 'unexpected', reason: 'login_not_offered' }

function meaningOfQuestion(instructions: string, prompts: readonly Prompt[]): Finding {
  const question = [instructions, ...prompts.map(({ prompt }) => prompt)].join(' ')
  return findingOf(sshQuestions, { text: question }) ?? needsMoreFactors
}
