namespace Weir.IntegrationTests.Hostile;

/// <summary>Bodies of users, tokens, and of signing in.</summary>
internal static class GoodAccounts
{
    private static readonly (string Member, string Value, string Field)[] WrongUser =
    [
        ("email", "\"nobody\"", "email"),
        ("email", "\"a@b c\"", "email"),
        ("role", "\"king\"", "role"),
        ("role", "\"Monitor\"", "role"),
        ("status", "\"asleep\"", "status"),
        ("name", "\"  \"", "name"),
        ("password", "\"short\"", "password"),
        ("password", "\"123456789012\"", "password"),
        ("password", "\"aaaaaaaaaaaaaaaa\"", "password"),
        ("password", "\"new@weir.example1\"", "password"),
        ("passwordHash", "\"x\"", "passwordHash"),
        ("id", "\"user_other\"", "id"),
        ("version", "7", "version"),
    ];

    public static IReadOnlyList<GoodBody> All { get; } =
    [
        new("createUser", "users", """{"email":"new@weir.example","name":"New","role":"manager","status":"active","password":"a fine long pass phrase"}""")
        {
            Wrong = WrongUser,
        },
        new("changeUser", "users/<user>", """{"email":"new@weir.example","name":"New","role":"manager","status":"disabled","password":"a fine long pass phrase"}""")
        {
            Wrong = WrongUser,
        },
        new("createToken", "tokens", """{"name":"Script","role":"monitor","expiresAt":"2030-01-01T00:00:00Z"}""")
        {
            Wrong =
            [
                ("role", "\"king\"", "role"),
                ("expiresAt", "\"tomorrow\"", "expiresAt"),
                ("expiresAt", "\"2030-01-01\"", "expiresAt"),
                ("expiresAt", "\"2030-01-01T00:00:00\"", "expiresAt"),
                ("expiresAt", "\"2020-01-01T00:00:00Z\"", "expiresAt"),
                ("expiresAt", "\"2999-01-01T00:00:00Z\"", "expiresAt"),
                ("token", "\"weir_mine\"", "token"),
                ("lastUsedAt", "\"2030-01-01T00:00:00Z\"", "lastUsedAt"),
            ],
        },
        new("changeMe", "me", """{"name":"Me","password":"a fine long pass phrase","currentPassword":"the one before it"}""")
        {
            Wrong = [("password", "\"short\"", "password"), ("role", "\"owner\"", "role"), ("email", "\"x@weir.example\"", "email")],
        },
        new("signIn", "session", """{"email":"nobody@weir.example","password":"something"}"""),
        new("setUp", "setup", """{"code":"AAAA-BBBB","email":"owner@weir.example","name":"Owner","password":"a fine long pass phrase"}""")
        {
            Wrong = [("email", "\"nobody\"", "email"), ("password", "\"short\"", "password"), ("role", "\"owner\"", "role")],
        },
    ];
}
