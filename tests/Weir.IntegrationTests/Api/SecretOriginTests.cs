namespace Weir.IntegrationTests.Api;

/// <summary>
/// Every way on which a stored secret could reach another origin than it was given for, for every sign-in: the secret must be
/// given again. // Promise 5
/// </summary>
public sealed class SecretOriginTests : ApiTest
{
    private const string Gorgias = """{"subdomain":"fuchsia","username":"ops@fuchsia.example","password":"s3cret"}""";
    private const string Basic = """{"baseUri":"https://one.example/a","auth":"basic","username":"u","password":"s3cret"}""";
    private const string Bearer = """{"baseUri":"https://one.example/a","auth":"bearer","token":"s3cret"}""";
    private const string ApiKey = """{"baseUri":"https://one.example/a","auth":"apiKey","apiKey":"s3cret"}""";

    /// <summary>Application, settings, the secret's field, the change that leads elsewhere.</summary>
    private static readonly (string Application, string Settings, string Secret, string Change)[] Moves =
    [
        ("gorgias", Gorgias, "password", "\"subdomain\":\"other\""),
        ("gorgias", Gorgias, "password", "\"subdomain\":\"https://other.gorgias.com/\""),
        ("http", Basic, "password", "\"baseUri\":\"https://two.example/a\""),
        ("http", Basic, "password", "\"baseUri\":\"http://one.example/a\""),
        ("http", Bearer, "token", "\"baseUri\":\"https://one.example:8443/a\""),
        ("http", Bearer, "token", "\"baseUri\":\"https://one.example.evil.example/a\""),
        ("http", ApiKey, "apiKey", "\"baseUri\":\"https://two.example/a\",\"apiKeyIn\":\"query\""),
    ];

    private static readonly string[] Ways = ["patch", "patch untested", "test", "revert", "revert untested"];

    public static TheoryData<string, string, string, string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string, string, string, string>();
            foreach (var way in Ways)
            {
                foreach (var (application, settings, secret, change) in Moves)
                {
                    table.Add(way, application, settings, secret, change);
                }
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task A_stored_secret_is_not_sent_elsewhere(
        string way, string application, string settings, string secret, string change)
    {
        var id = await StoreAsync(application, settings);
        if (way.StartsWith("revert", StringComparison.Ordinal))
        {
            // Version 1 is then where the secret of now was not given for.
            (await PatchAsync($"{id}?test=false", $"{change},\"{secret}\":\"another\"")).MustBe(200);
        }

        var refused = way switch
        {
            "patch" => await PatchAsync(id, change),
            "patch untested" => await PatchAsync($"{id}?test=false", change),
            "test" => await Api.PostAsync("connections/test", TestBody(id, application, settings, secret, change)),
            "revert" => await Api.PostAsync($"{id}/versions/1/revert"),
            _ => await Api.PostAsync($"{id}/versions/1/revert?test=false"),
        };

        refused.MustRefuse(422, "secret_required_again", $"settings.{secret}");
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Given_again_it_may_go_there(string way, string application, string settings, string secret, string change)
    {
        var id = await StoreAsync(application, settings);
        (await PatchAsync($"{id}?test=false", $"{change},\"{secret}\":\"another\"")).MustBe(200);

        if (way == "revert untested")
        {
            (await Api.PostAsync($"{id}/versions/1/revert?test=false", $$$"""{"settings":{"{{{secret}}}":"again"}}""")).MustBe(200);
        }

        Assert.Equal($"[\"{secret}\"]", (await Api.GetAsync(id)).Json.GetProperty("secrets").GetRawText());
    }

    [Theory]
    [InlineData("http", Basic, "\"baseUri\":\"https://one.example/b\",\"testPath\":\"/health\"")]
    [InlineData("http", Basic, "\"baseUri\":\"https://ONE.example:443/\"")]
    [InlineData("http", ApiKey, "\"apiKeyIn\":\"query\",\"apiKeyName\":\"key\"")]
    [InlineData("http", Bearer, "\"auth\":\"none\"")]
    [InlineData("gorgias", Gorgias, "\"username\":\"other@fuchsia.example\"")]
    [InlineData("gorgias", Gorgias, "\"subdomain\":\"FUCHSIA.gorgias.com\"")]
    public async Task What_stays_at_its_origin_keeps_its_secret(string application, string settings, string change) =>
        (await PatchAsync($"{await StoreAsync(application, settings)}?test=false", change)).MustBe(200);

    private static string TestBody(string id, string application, string settings, string secret, string change)
    {
        var kept = settings.Trim('{', '}').Split(',')
            .Where(s => !s.StartsWith($"\"{secret}\"", StringComparison.Ordinal) && s.Split(':')[0] != change.Split(':')[0]);
        return $"{{\"id\":\"{FlowKit.IdOf(id)}\",\"application\":\"{application}\",\"settings\":{{{string.Join(',', kept)},{change}}}}}";
    }

    private Task<Reply> PatchAsync(string address, string settings) =>
        Api.PatchAsync(address, $"{{\"settings\":{{{settings}}}}}");

    private async Task<string> StoreAsync(string application, string settings)
    {
        var created = await Api.PostAsync(
            "connections?test=false", $$"""{"name":"A","application":"{{application}}","settings":{{settings}}}""");
        return $"connections/{created.MustBe(201).Json.GetProperty("id").GetString()}";
    }
}
