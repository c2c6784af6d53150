"""House rules for hubs whose office has not written its own; edited in the workspace."""

DEFAULTS = {
    "de": """\
Diese Plattform bringt Regionen, Sozialpartner und Bund zusammen. Alle können mitlesen. Damit das gut geht, gilt:

1. Zur Sache. Beiträge handeln von Industrie, Arbeit und Standort. Scharfe Kritik an Regeln und Entscheidungen ist willkommen.

2. Fair zu Menschen. Keine Beleidigung, keine Hetze, keine Drohung, keine Herabsetzung wegen Herkunft, Geschlecht, Religion, Behinderung, Alter oder Überzeugung.

3. Keine Daten anderer. Namen, Adressen und Geschichten einzelner Menschen gehören nur mit deren Einverständnis hierher.

4. Keine Geheimnisse. Vertrauliche Zahlen, laufende Verfahren und Betriebsgeheimnisse bleiben draußen.

5. Belegbar. Tatsachen sollen stimmen. Wer eine Zahl nennt, nennt möglichst die Quelle.

6. Keine Werbung, weder für Produkte noch für Parteien.

7. Recht und Gesetz. Was Strafgesetze, Urheberrecht oder die Rechte anderer verletzt, wird entfernt.

So gehen wir vor: Jede Meldung liest ein Mensch, in der Regel binnen fünf Arbeitstagen. Wir greifen so mild wie möglich ein: zuerst einzelne Stellen, nur im Notfall den ganzen Beitrag. Beide Seiten erfahren die Entscheidung und den Grund. Wer widerspricht, bekommt binnen zehn Arbeitstagen die Entscheidung einer zweiten Person. Der Weg zu den Gerichten bleibt offen. Automatische Verfahren setzen wir nicht ein.
""",
    "en": """\
This hub brings regions, social partners and the Federation together. Everybody can read along. For that to go well:

1. To the point. Contributions are about industry, work and location. Sharp criticism of rules and decisions is welcome.

2. Fair to people. No insults, no incitement, no threats, no belittling for origin, sex, religion, disability, age or conviction.

3. No data of others. Names, addresses and stories of single people belong here only if they agree.

4. No secrets. Confidential figures, pending proceedings and business secrets stay out.

5. Verifiable. Facts should be right. Who gives a figure gives the source where possible.

6. No advertising, neither for products nor for parties.

7. The law. What breaks criminal law, copyright or the rights of others is removed.

How we proceed: a person reads every report, as a rule within five working days. We intervene as mildly as possible: single passages first, a whole contribution only if nothing else helps. Both sides learn the decision and the reason. Who objects gets the decision of a second person within ten working days. The way to the courts stays open. We use no automatic means.
""",
}
