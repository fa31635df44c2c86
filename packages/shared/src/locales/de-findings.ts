import type { Messages } from '../locales.ts'

/** The findings of verifications in German. */
export const deFindings: Messages['findings'] = {
  verified: {
    other: {
      message: '{target} hat die Zugangsdaten akzeptiert.',
    },
    identified: {
      message: '{target} hat die Zugangsdaten als {identity} akzeptiert.',
    },
  },
  limited: {
    other: {
      message:
        '{target} hat die Zugangsdaten akzeptiert, aber sie haben keine Berechtigung für die Prüfanfrage{status}.',
      advice:
        'Sie können sie speichern. Wenn ein Flow mehr Berechtigungen braucht, gewähren Sie diese beim Anbieter.',
    },
  },
  untestable: {
    other: {
      message: 'Nicht getestet: Diese Komponente hat keine Prüfanfrage',
    },
    explained: {
      message: 'Nicht getestet: {untestable}',
    },
  },
  rejected: {
    anonymous: {
      message: '{target} hat die Zugangsdaten ignoriert und die Anfrage als anonym behandelt.',
      advice: 'Prüfen Sie die E-Mail-Adresse, das Token und ob der Zugriff mit Token aktiviert ist.',
    },
    bad_login: {
      message: '{target} hat den Benutzernamen oder das Passwort abgelehnt.',
      advice: 'Prüfen Sie beides. Bei Passwörtern kommt es auf Groß- und Kleinschreibung an.',
    },
    key_or_region: {
      message: '{target} hat die Zugangsdaten abgelehnt{status}.',
      advice:
        'Kopieren Sie die Werte noch einmal vollständig. Prüfen Sie auch Region oder Site: Zugangsdaten einer anderen werden ebenfalls abgelehnt.',
    },
    account_locked: {
      message: '{target} hat diesen Benutzer gesperrt.',
      advice:
        'Bitten Sie einen Administrator der Gegenstelle, den Benutzer zu entsperren. Weitere Versuche können die Sperre verlängern.',
    },
    password_expired: {
      message: '{target} meldet, dass das Passwort abgelaufen ist.',
      advice: 'Legen Sie dort ein neues Passwort fest.',
    },
    login_expired: {
      message: '{target} meldet, dass dieser Zugang abgelaufen ist.',
      advice: 'Bitten Sie einen Administrator der Gegenstelle um einen neuen Zugang.',
    },
    unusable_key: {
      message: 'Der Schlüssel ist unvollständig oder enthält einen Tippfehler.',
      advice: 'Kopieren Sie den ganzen Schlüssel noch einmal.',
    },
    wrong_passphrase: {
      message: 'Die Passphrase passt nicht zum privaten Schlüssel.',
      advice:
        'Geben Sie die Passphrase ein, die diesen Schlüssel schützt. Sie ist nicht das Passwort des Benutzers.',
    },
    login_needed: {
      message: '{target} verlangt ein Passwort.',
      advice: 'Geben Sie Benutzer und Passwort ein.',
    },
    client_certificate: {
      message: '{target} verlangt ein Clientzertifikat und hat das erhaltene abgelehnt.',
      advice:
        'Geben Sie das Zertifikat und den privaten Schlüssel ein, die für diesen Benutzer ausgestellt wurden.',
    },
    encryption_needed: {
      message: '{target} lässt diese Anmeldung über eine unverschlüsselte Verbindung nicht zu.',
      advice: 'Wählen Sie eine andere Verschlüsselung als „None“.',
    },
    app_password_needed: {
      message: '{target} akzeptiert von Anwendungen nicht das Passwort des Kontos.',
      advice:
        'Legen Sie in den Sicherheitseinstellungen des Kontos ein App-Passwort an und geben Sie dieses ein.',
    },
    sign_in_disabled: {
      message: '{target} hat diesen Benutzer oder diese Art der Anmeldung deaktiviert.',
      advice:
        'Bitten Sie einen Administrator der Gegenstelle, den Zugang zu aktivieren, oder verwenden Sie ein anderes Verfahren.',
    },
    address_not_admitted: {
      message: '{target} lässt die Netzwerkadresse von Stepkey für diese Anmeldung nicht zu.',
      advice:
        'Bitten Sie einen Administrator der Gegenstelle, die Adresse dieser Stepkey-Installation zuzulassen.',
    },
    no_such_tenant: {
      message:
        '{target} kennt kein Projekt und keinen Mandanten dieses Namens, oder es gibt diesen Benutzer dort nicht.',
      advice: 'Kopieren Sie Host, Benutzer und Datenbank noch einmal aus den Verbindungsdaten des Anbieters.',
    },
    no_permission: {
      message: '{target} kennt diesen Benutzer, erlaubt ihm aber keine Verbindung.',
      advice:
        'Bitten Sie um die Erlaubnis zur Verbindung, oder prüfen Sie, welche Netzwerkadressen zugelassen sind.',
    },
    no_such_database: {
      message: '{target} hat keine Datenbank dieses Namens.',
      advice: 'Prüfen Sie den Namen der Datenbank.',
    },
    no_such_vhost: {
      message: '{target} hat keinen virtuellen Host dieses Namens.',
      advice: 'Prüfen Sie den virtuellen Host.',
    },
    no_such_bucket: {
      message: '{target} hat keinen Bucket dieses Namens.',
      advice: 'Prüfen Sie den Bucket und die Region.',
    },
    no_such_entry: {
      message:
        '{target} hat die Anmeldung akzeptiert, aber dieser Benutzer sieht keinen Eintrag dieses Namens.',
      advice: 'Prüfen Sie den Basis-DN und ob dieser Benutzer ihn lesen darf.',
    },
    not_connected: {
      message: 'Diese Zugangsdaten sind noch nicht verbunden.',
      advice: 'Verbinden Sie sie im Browser.',
    },
    disconnected: {
      message: 'Die Verbindung dieser Zugangsdaten wurde in Stepkey getrennt.',
      advice:
        'Verbinden Sie die Zugangsdaten neu. Sie bleiben dieselben, also muss kein Flow geändert werden.',
    },
    grant_revoked: {
      message: '{target} meldet, dass der gewährte Zugriff widerrufen wurde oder abgelaufen ist.',
      advice:
        'Verbinden Sie die Zugangsdaten neu. Sie bleiben dieselben, also muss kein Flow geändert werden.',
    },
    grant_expired: {
      message: 'Der gewährte Zugriff ist abgelaufen und kann nicht automatisch erneuert werden.',
      advice:
        'Verbinden Sie die Zugangsdaten neu. Sie bleiben dieselben, also muss kein Flow geändert werden.',
    },
    refresh_interrupted: {
      message:
        'Stepkey wurde unterbrochen, während es den Zugriff bei {target} erneuerte. Das neue Token ging dabei verloren.',
      advice:
        'Verbinden Sie die Zugangsdaten neu. Sie bleiben dieselben, also muss kein Flow geändert werden.',
    },
    oauth_app: {
      message: '{target} hat die Client-ID oder das Client-Secret der OAuth-App abgelehnt{status}.',
      advice:
        'Prüfen Sie beides und die dort registrierte Weiterleitungs-URI. Der gewährte Zugriff selbst ist weiterhin gültig.',
    },
    grant_not_allowed: {
      message: '{target} erlaubt diesem Client nicht, auf diese Weise Token anzufordern{status}.',
      advice:
        'Aktivieren Sie beim Anbieter den Grant-Typ für diesen Client, oder verwenden Sie einen Client der passenden Art.',
    },
    scope_refused: {
      message:
        '{target} hat eine Berechtigung oder die Audience abgelehnt{status}. Der Client wurde nicht abgelehnt.',
      advice: 'Prüfen Sie die Berechtigungen, die Audience und ob dieser Client sie anfordern darf.',
    },
    key_not_admitted: {
      message: '{target} akzeptiert diesen Schlüssel für diesen Benutzer nicht.',
      advice:
        'Prüfen Sie den Benutzernamen und ob der öffentliche Schlüssel dort für diesen Benutzer hinterlegt ist.',
    },
    other: {
      message: '{target} hat die Zugangsdaten abgelehnt{status}.',
      advice:
        'Kopieren Sie die Werte noch einmal vollständig, und prüfen Sie, ob sie widerrufen wurden oder abgelaufen sind.',
    },
  },
  unreachable: {
    name_not_found: {
      message: 'Es gibt keinen Server namens {target}.',
      advice:
        'Wenn Sie die Adresse eingegeben haben, prüfen Sie sie. Ist sie richtig, bitten Sie den Betreiber von Stepkey, die Namensauflösung (DNS) zu prüfen.',
    },
    no_srv_record: {
      message: 'Im DNS gibt es keinen SRV-Eintrag für einen Cluster namens {target}.',
      advice:
        'Kopieren Sie den Hostnamen aus der Zeichenfolge, die mit mongodb+srv:// beginnt. Für einzelne Server verwenden Sie das andere Verfahren.',
    },
    connection_refused: {
      message: '{target} hat die Verbindung abgelehnt.',
      advice: 'Prüfen Sie Adresse und Port und ob der Server läuft.',
    },
    proxy_refused: {
      message: 'Der ausgehende Proxy hat keine Verbindung zu {target} geöffnet.',
      advice:
        'Prüfen Sie die Adresse. Ist sie richtig, bitten Sie den Betreiber von Stepkey, sie mit ihrem Port im Proxy zuzulassen oder in NO_PROXY aufzunehmen.',
    },
    tunnel_failed: {
      message: 'Der SSH-Server konnte keine Verbindung zu {target} herstellen.',
      advice: 'Geben Sie Adresse und Port ein, unter denen der SSH-Server die Gegenstelle erreicht.',
    },
    tunnel_refused: {
      message: 'Der SSH-Server erlaubt keine Verbindungen zu {target}.',
      advice:
        'Bitten Sie den Administrator des SSH-Servers, dem Benutzer die TCP-Weiterleitung zu dieser Adresse zu erlauben.',
    },
    too_many_connections: {
      message: '{target} hat keine freien Verbindungen.',
      advice: 'Versuchen Sie es später erneut.',
    },
    other: {
      message: '{target} hat die Verbindung geschlossen, bevor eine Antwort kam.',
      advice: 'Prüfen Sie Adresse und Port, und versuchen Sie es erneut.',
    },
  },
  timeout: {
    other: {
      message: '{target} hat nicht innerhalb von 10 Sekunden geantwortet.',
      advice: 'Prüfen Sie die Adresse und alle Firewalls dazwischen, oder versuchen Sie es später erneut.',
    },
  },
  tls: {
    certificate_expired: {
      message: '{target} hat ein abgelaufenes Zertifikat.',
      advice: 'Bitten Sie einen Administrator der Gegenstelle, es zu erneuern.',
    },
    certificate_name: {
      message: '{target} hat ein Zertifikat, das für einen anderen Hostnamen ausgestellt wurde.',
      advice: 'Verwenden Sie den Hostnamen, für den das Zertifikat ausgestellt wurde.',
    },
    tls_not_offered: {
      message: '{target} bietet keine verschlüsselte Verbindung an.',
      advice:
        'Prüfen Sie den Port. Wenn Sie dem Netz vertrauen, können Sie eine andere Verschlüsselung wählen.',
    },
    own_certificate: {
      message: 'Das eingegebene Zertifikat oder der eingegebene private Schlüssel ist nicht verwendbar.',
      advice:
        'Fügen Sie beide vollständig ein und prüfen Sie, ob sie zusammengehören. Ein Schlüssel mit Passphrase funktioniert nur, wenn das Formular ein Feld dafür hat.',
    },
    host_key: {
      message: '{target} hat einen anderen Hostschlüssel als den, den Sie eingegeben haben.',
      advice:
        'Bitten Sie einen Administrator der Gegenstelle um den Fingerabdruck. Wenn der Schlüssel nicht geändert wurde, kann das ein Man-in-the-Middle-Angriff sein.',
    },
    certificate_untrusted: {
      message:
        '{target} hat ein Zertifikat, das nicht von einer vertrauenswürdigen Zertifizierungsstelle signiert ist.',
      advice:
        'Verwenden Sie ein Zertifikat einer öffentlichen Zertifizierungsstelle, oder geben Sie Ihre eigene ein, wenn das Formular ein Feld dafür hat.',
    },
    other: {
      message: '{target} ist nicht über eine sichere Verbindung erreichbar.',
      advice: 'Prüfen Sie Adresse und Port. Möglicherweise verwendet der Server auf diesem Port kein TLS.',
    },
  },
  blocked: {
    host_not_allowed: {
      message: '{target} gehört nicht zu den Hosts, an die diese Komponente Anfragen senden darf.',
      advice:
        'Prüfen Sie die Adresse. Um den Host zuzulassen, bitten Sie den Autor der Komponente, ihn zu ihren erlaubten Hosts hinzuzufügen.',
    },
    other: {
      message:
        '{target} ist eine Adresse in einem privaten Netz. Diese Stepkey-Installation darf sie nicht aufrufen.',
      advice:
        'Um sie zuzulassen, bitten Sie den Betreiber von Stepkey, die Adresse zu EGRESS_ALLOW hinzuzufügen.',
    },
  },
  rate_limited: {
    other: {
      message:
        '{target} begrenzt die Anzahl der Anfragen{status}. Die Prüfung hat kein eindeutiges Ergebnis.',
      advice: 'Warten Sie eine Minute, und versuchen Sie es erneut.',
    },
  },
  unexpected: {
    oauth_app: {
      message: '{target} hat die Client-ID oder das Client-Secret der OAuth-App abgelehnt{status}.',
      advice:
        'Prüfen Sie beides und die dort registrierte Weiterleitungs-URI. Der gewährte Zugriff selbst ist weiterhin gültig.',
    },
    redirect: {
      message:
        '{target} hat die Anfrage an eine andere Adresse weitergeleitet{status}. Stepkey folgt Weiterleitungen nicht, um den Schlüssel zu schützen.',
      advice: 'Geben Sie die endgültige Adresse ein.',
    },
    server_error: {
      message: '{target} hat einen Serverfehler gemeldet{status}. Die Prüfung hat kein eindeutiges Ergebnis.',
      advice: 'Versuchen Sie es später erneut.',
    },
    web_page: {
      message:
        '{target} hat mit einer Webseite statt mit Daten geantwortet, zum Beispiel mit einer Anmeldeseite oder der Seite eines Proxys.',
      advice: 'Prüfen Sie, ob dies die Adresse der API ist.',
    },
    not_found: {
      message: '{target} hat unter dieser Adresse nichts gefunden{status}.',
      advice: 'Prüfen Sie alle Felder, die zur Adresse gehören, wie Konto, Site oder Pfad.',
    },
    too_large: {
      message: '{target} hat eine größere Antwort gesendet, als Stepkey bei einer Prüfung liest.',
      advice: 'Wählen Sie einen Pfad mit kürzerer Antwort.',
    },
    not_this_protocol: {
      message: '{target} verwendet nicht das erwartete Protokoll.',
      advice: 'Prüfen Sie den Port.',
    },
    login_not_offered: {
      message: '{target} bietet diese Art der Anmeldung nicht an.',
      advice:
        'Prüfen Sie Port, Verschlüsselung und Anmeldeverfahren. Viele Server bieten die Anmeldung nur über verschlüsselte Verbindungen an.',
    },
    login_not_needed: {
      message: '{target} verlangt keine Anmeldung, deshalb wurde diese Anmeldung nicht geprüft.',
      advice:
        'Bitten Sie einen Administrator der Gegenstelle, Anmeldungen zu verlangen. Wenn das Formular es zulässt, lassen Sie das Passwort leer.',
    },
    refused_request: {
      message: '{target} hat die Anfrage nicht angenommen{status}.',
      advice: 'Prüfen Sie die Adresse und alle Felder.',
    },
    wrong_account: {
      message: '{target} hat unter dieser Adresse kein Konto{status}.',
      advice: 'Prüfen Sie den Namen Ihrer Site oder Ihres Kontos in der Adresse.',
    },
    wrong_region: {
      message: '{target} meldet, dass die Zugangsdaten zu einer anderen Region gehören{status}.',
      advice: 'Wählen Sie die Region, in der das Konto angelegt wurde.',
    },
    wrong_clock: {
      message: '{target} hat die Anfrage abgelehnt, weil die Uhr dieses Stepkey-Servers falsch geht.',
      advice: 'Bitten Sie den Betreiber von Stepkey, die Uhr zu stellen.',
    },
    wrong_dns_records: {
      message:
        '{target} hat DNS-Einträge, die nicht zu einem MongoDB-Cluster gehören oder zu einer anderen Domain führen.',
      advice: 'Bitten Sie den Administrator des Clusters, dessen SRV- und TXT-Einträge zu prüfen.',
    },
    wrong_replica_set: {
      message: '{target} hat die Anmeldung akzeptiert, gehört aber nicht zu diesem Replica Set.',
      advice: 'Prüfen Sie den Namen des Replica Set: rs.status() zeigt ihn.',
    },
    proves_nothing: {
      message:
        '{target} antwortet unter dieser Adresse ohne gültigen Schlüssel genauso, deshalb wurde der Schlüssel nicht geprüft.',
      advice: 'Wählen Sie einen Testpfad, der einen gültigen Schlüssel verlangt.',
    },
    control_inconclusive: {
      message:
        '{target} hat die Zugangsdaten akzeptiert, aber Stepkey konnte nicht feststellen, ob sie überhaupt geprüft werden.',
      advice:
        'Versuchen Sie es in einer Minute erneut. Hilft das nicht, wählen Sie eine Adresse, die Zugangsdaten verlangt.',
    },
    cancelled: {
      message: 'Die Prüfung wurde abgebrochen.',
    },
    other: {
      message: '{target} hat eine Antwort gegeben, die diese Komponente nicht erwartet{status}.',
      advice:
        'Prüfen Sie alle Felder. Sind sie richtig, hat sich die API möglicherweise geändert oder ist gestört.',
    },
  },
  theTarget: 'Die Gegenstelle',
}
