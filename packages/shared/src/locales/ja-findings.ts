import type { Messages } from '../locales.ts'

/** The findings of verifications in Japanese. */
export const jaFindings: Messages['findings'] = {
  verified: {
    other: {
      message: '{target}は認証情報を受け入れました。',
    },
    identified: {
      message: '{target}は認証情報を{identity}として受け入れました。',
    },
  },
  limited: {
    other: {
      message: '{target}は認証情報を受け入れましたが、検証リクエストの権限がありません{status}。',
      advice: '保存できます。フローにさらに権限が必要な場合は、プロバイダーで付与してください。',
    },
  },
  untestable: {
    other: {
      message: '未テスト: このコンポーネントには検証リクエストがありません',
    },
    explained: {
      message: '未テスト: {untestable}',
    },
  },
  rejected: {
    anonymous: {
      message: '{target}は認証情報を無視し、リクエストを匿名として扱いました。',
      advice: 'メールアドレスとトークン、およびトークンによるアクセスが有効であることを確認してください。',
    },
    bad_login: {
      message: '{target}はユーザー名またはパスワードを拒否しました。',
      advice: '両方を確認してください。パスワードは大文字と小文字を区別します。',
    },
    key_or_region: {
      message: '{target}は認証情報を拒否しました{status}。',
      advice:
        '値をもう一度すべてコピーしてください。リージョンまたはサイトも確認してください。別のリージョンやサイトの認証情報も拒否されます。',
    },
    account_locked: {
      message: '{target}はこのユーザーをロックしています。',
      advice:
        '接続先の管理者にロックの解除を依頼してください。試行を続けると、ロックが延びることがあります。',
    },
    password_expired: {
      message: '{target}でパスワードの有効期限が切れています。',
      advice: '接続先で新しいパスワードを設定してください。',
    },
    login_expired: {
      message: '{target}でこのログインの有効期限が切れています。',
      advice: '接続先の管理者に新しいログインを依頼してください。',
    },
    unusable_key: {
      message: 'キーが不完全か、入力に誤りがあります。',
      advice: 'キー全体をもう一度コピーしてください。',
    },
    wrong_passphrase: {
      message: 'このパスフレーズでは秘密鍵を復号できません。',
      advice: 'このキーを保護するパスフレーズを入力してください。ユーザーのパスワードではありません。',
    },
    login_needed: {
      message: '{target}にはパスワードが必要です。',
      advice: 'ユーザーとパスワードを入力してください。',
    },
    client_certificate: {
      message: '{target}はクライアント証明書を要求し、受け取った証明書を拒否しました。',
      advice: 'このユーザーに発行された証明書と秘密鍵を入力してください。',
    },
    encryption_needed: {
      message: '{target}は暗号化されていない接続でのこのログインを許可していません。',
      advice: '「None」以外の暗号化方式を選択してください。',
    },
    app_password_needed: {
      message: '{target}は、アプリケーションからの接続ではアカウントのパスワードを受け入れません。',
      advice: 'アカウントのセキュリティ設定でアプリパスワードを作成し、それを入力してください。',
    },
    sign_in_disabled: {
      message: '{target}はこのユーザーまたはこのサインイン方法を無効にしています。',
      advice: '接続先の管理者に有効化を依頼するか、別の方式を使ってください。',
    },
    address_not_admitted: {
      message: '{target}はこのログインに対してStepkeyのネットワークアドレスを許可していません。',
      advice: '接続先の管理者に、このStepkey環境のアドレスの許可を依頼してください。',
    },
    no_such_tenant: {
      message: '{target}にはその名前のプロジェクトまたはテナントがないか、その中にこのユーザーがいません。',
      advice: 'ホスト、ユーザー、データベースを、プロバイダーの接続情報からもう一度コピーしてください。',
    },
    no_permission: {
      message: '{target}にこのユーザーはいますが、接続が許可されていません。',
      advice: '接続の権限を依頼するか、許可されているネットワークアドレスを確認してください。',
    },
    no_such_database: {
      message: '{target}にその名前のデータベースはありません。',
      advice: 'データベース名を確認してください。',
    },
    no_such_vhost: {
      message: '{target}にその名前の仮想ホストはありません。',
      advice: '仮想ホストを確認してください。',
    },
    no_such_bucket: {
      message: '{target}にその名前のバケットはありません。',
      advice: 'バケットとリージョンを確認してください。',
    },
    no_such_entry: {
      message: '{target}はログインを受け入れましたが、このユーザーにはその名前のエントリが見えません。',
      advice: 'ベースDNと、このユーザーがそれを読み取れることを確認してください。',
    },
    not_connected: {
      message: 'この認証情報はまだ接続されていません。',
      advice: 'ブラウザーで接続してください。',
    },
    disconnected: {
      message: 'この認証情報の接続はStepkeyで解除されました。',
      advice: '再接続してください。認証情報は同じままなので、フローの変更は必要ありません。',
    },
    grant_revoked: {
      message: '{target}で許可されたアクセスが取り消されたか、期限切れです。',
      advice: '再接続してください。認証情報は同じままなので、フローの変更は必要ありません。',
    },
    grant_expired: {
      message: '許可されたアクセスの有効期限が切れました。自動的に更新することはできません。',
      advice: '再接続してください。認証情報は同じままなので、フローの変更は必要ありません。',
    },
    refresh_interrupted: {
      message: '{target}でのアクセスの更新中にStepkeyの処理が中断され、新しいトークンが失われました。',
      advice: '再接続してください。認証情報は同じままなので、フローの変更は必要ありません。',
    },
    oauth_app: {
      message: '{target}はOAuthアプリのクライアントIDまたはクライアントシークレットを拒否しました{status}。',
      advice:
        '両方と、登録されているリダイレクトURIを確認してください。許可されたアクセス自体は引き続き有効です。',
    },
    grant_not_allowed: {
      message: '{target}はこのクライアントがこの方法でトークンを要求することを許可していません{status}。',
      advice:
        'プロバイダーでこのクライアントのグラントタイプを有効にするか、適切な種類のクライアントを使ってください。',
    },
    scope_refused: {
      message:
        '{target}はスコープまたはオーディエンスを拒否しました{status}。クライアントは拒否していません。',
      advice: 'スコープとオーディエンス、およびこのクライアントがそれらを要求できることを確認してください。',
    },
    key_not_admitted: {
      message: '{target}はこのユーザーに対してこのキーを受け入れません。',
      advice: 'ユーザー名と、このユーザーの公開鍵が接続先に登録されていることを確認してください。',
    },
    other: {
      message: '{target}は認証情報を拒否しました{status}。',
      advice: '値をもう一度すべてコピーし、取り消しや期限切れがないことを確認してください。',
    },
  },
  unreachable: {
    name_not_found: {
      message: '{target}という名前のサーバーはありません。',
      advice:
        'アドレスを入力した場合は確認してください。正しい場合は、Stepkeyの運用担当者に名前解決(DNS)の確認を依頼してください。',
    },
    no_srv_record: {
      message: 'DNSに{target}という名前のクラスターのSRVレコードがありません。',
      advice:
        'mongodb+srv://で始まる文字列からホスト名をコピーしてください。単一のサーバーには、もう一方の方式を使ってください。',
    },
    connection_refused: {
      message: '{target}は接続を拒否しました。',
      advice: 'アドレスとポート、およびサーバーが稼働していることを確認してください。',
    },
    proxy_refused: {
      message: '送信プロキシが{target}への接続を開きませんでした。',
      advice:
        'アドレスを確認してください。正しい場合は、Stepkeyの運用担当者に、プロキシでのアドレスとポートの許可、またはNO_PROXYへの追加を依頼してください。',
    },
    tunnel_failed: {
      message: 'SSHサーバーは{target}に接続できませんでした。',
      advice: 'SSHサーバーから接続先に到達できるアドレスとポートを入力してください。',
    },
    tunnel_refused: {
      message: 'SSHサーバーは{target}への接続を許可していません。',
      advice: 'このユーザーによるこのアドレスへのTCP転送の許可を、SSHサーバーの管理者に依頼してください。',
    },
    too_many_connections: {
      message: '{target}に空いている接続がありません。',
      advice: 'しばらくしてからもう一度お試しください。',
    },
    other: {
      message: '{target}は応答する前に接続を閉じました。',
      advice: 'アドレスとポートを確認して、もう一度お試しください。',
    },
  },
  timeout: {
    other: {
      message: '{target}は10秒以内に応答しませんでした。',
      advice: 'アドレスと途中のファイアウォールを確認するか、しばらくしてからもう一度お試しください。',
    },
  },
  tls: {
    certificate_expired: {
      message: '{target}の証明書の有効期限が切れています。',
      advice: '接続先の管理者に更新を依頼してください。',
    },
    certificate_name: {
      message: '{target}の証明書は別のホスト名に対して発行されています。',
      advice: '証明書が発行されたホスト名を使ってください。',
    },
    tls_not_offered: {
      message: '{target}は暗号化された接続を提供していません。',
      advice: 'ポートを確認してください。ネットワークを信頼できる場合は、別の暗号化方式を選択できます。',
    },
    own_certificate: {
      message: '入力した証明書または秘密鍵は使用できません。',
      advice:
        '両方をすべて貼り付け、対応していることを確認してください。パスフレーズ付きのキーは、フォームにパスフレーズの項目がある場合にのみ使用できます。',
    },
    host_key: {
      message: '{target}のホストキーは、入力したものと異なります。',
      advice:
        '接続先の管理者にフィンガープリントを問い合わせてください。キーが変更されていない場合は、中間者攻撃の可能性があります。',
    },
    certificate_untrusted: {
      message: '{target}の証明書は、信頼された認証局によって署名されていません。',
      advice: 'パブリック認証局の証明書を使うか、フォームに項目がある場合は独自の認証局を入力してください。',
    },
    other: {
      message: '{target}への安全な接続を確立できませんでした。',
      advice: 'アドレスとポートを確認してください。このポートではTLSが使われていない可能性があります。',
    },
  },
  blocked: {
    host_not_allowed: {
      message: '{target}は、このコンポーネントがリクエストを送信できるホストに含まれていません。',
      advice:
        'アドレスを確認してください。このホストを許可するには、許可するホストへの追加をコンポーネントの作成者に依頼してください。',
    },
    other: {
      message:
        '{target}はプライベートネットワークのアドレスです。このStepkey環境からの接続は許可されていません。',
      advice: '許可するには、EGRESS_ALLOWへのアドレスの追加をStepkeyの運用担当者に依頼してください。',
    },
  },
  rate_limited: {
    other: {
      message: '{target}はリクエストを制限しています{status}。検証の結果は得られませんでした。',
      advice: '1分ほど待ってから、もう一度お試しください。',
    },
  },
  unexpected: {
    oauth_app: {
      message: '{target}はOAuthアプリのクライアントIDまたはクライアントシークレットを拒否しました{status}。',
      advice:
        '両方と、登録されているリダイレクトURIを確認してください。許可されたアクセス自体は引き続き有効です。',
    },
    redirect: {
      message:
        '{target}はリクエストを別のアドレスにリダイレクトしました{status}。キーを保護するため、Stepkeyはリダイレクトに従いません。',
      advice: '最終的なアドレスを入力してください。',
    },
    server_error: {
      message: '{target}がサーバーエラーを報告しました{status}。検証の結果は得られませんでした。',
      advice: 'しばらくしてからもう一度お試しください。',
    },
    web_page: {
      message: '{target}はデータではなく、サインインページやプロキシのページなどのWebページで応答しました。',
      advice: 'これがAPIのアドレスであることを確認してください。',
    },
    not_found: {
      message: '{target}のこのアドレスには何もありませんでした{status}。',
      advice: 'アカウント、サイト、パスなど、アドレスに含まれるすべての項目を確認してください。',
    },
    too_large: {
      message: '{target}の応答は、Stepkeyが検証で読み取る大きさを超えています。',
      advice: '応答がより短いパスを選択してください。',
    },
    not_this_protocol: {
      message: '{target}のサーバーは、想定されたプロトコルに対応していません。',
      advice: 'ポートを確認してください。',
    },
    login_not_offered: {
      message: '{target}はこのサインイン方法を提供していません。',
      advice:
        'ポート、暗号化、サインイン方法を確認してください。多くのサーバーは、暗号化された接続でのみサインインを提供します。',
    },
    login_not_needed: {
      message: '{target}はログインを必要としないため、このログインは確認されませんでした。',
      advice:
        '接続先の管理者に、ログインを必須にするよう依頼してください。フォームで可能な場合は、パスワードを空のままにしてください。',
    },
    refused_request: {
      message: '{target}はリクエストを受け付けませんでした{status}。',
      advice: 'アドレスとすべての項目を確認してください。',
    },
    wrong_account: {
      message: '{target}のこのアドレスにはアカウントがありません{status}。',
      advice: 'アドレスに含まれるサイト名またはアカウント名を確認してください。',
    },
    wrong_region: {
      message: '{target}によると、この認証情報は別のリージョンのものです{status}。',
      advice: 'アカウントを作成したリージョンを選択してください。',
    },
    wrong_clock: {
      message: 'このStepkeyサーバーの時計がずれているため、{target}はリクエストを拒否しました。',
      advice: 'Stepkeyの運用担当者に時計の調整を依頼してください。',
    },
    wrong_dns_records: {
      message: '{target}のDNSレコードはMongoDBクラスターのものではないか、別のドメインを指しています。',
      advice: 'クラスターの管理者に、SRVレコードとTXTレコードの確認を依頼してください。',
    },
    wrong_replica_set: {
      message: '{target}はログインを受け入れましたが、このレプリカセットのメンバーではありません。',
      advice: 'レプリカセットの名前を確認してください。rs.status()で表示されます。',
    },
    proves_nothing: {
      message: '{target}はこのアドレスで有効なキーがなくても同じ応答を返すため、キーは検証されませんでした。',
      advice: '有効なキーを必要とするテストパスを選択してください。',
    },
    control_inconclusive: {
      message:
        '{target}は認証情報を受け入れましたが、実際に確認しているかどうかをStepkeyは判断できませんでした。',
      advice:
        '1分ほど待ってから、もう一度お試しください。解決しない場合は、認証情報を必要とするアドレスを選択してください。',
    },
    cancelled: {
      message: '検証はキャンセルされました。',
    },
    other: {
      message: '{target}はこのコンポーネントが想定しない応答を返しました{status}。',
      advice:
        'すべての項目を確認してください。正しい場合は、APIが変更されたか、障害が発生している可能性があります。',
    },
  },
  theTarget: '接続先',
}
