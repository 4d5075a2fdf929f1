using System.Text.Json;
using Weir.Engine.Connections;
using Weir.Engine.Documents;
using Weir.Model;
using Weir.Tests.Catalogue;

namespace Weir.Tests.Connections;

public sealed class ConnectionFormTests
{
    private const string Good = """{"subdomain":"fuchsia","username":"ops@fuchsia.example","password":"k3y"}""";

    [Fact]
    public void A_good_form_gives_settings_and_secrets_apart()
    {
        var values = Read(Definitions.Gorgias, Good);
        Assert.Equal(
            """{"subdomain":"fuchsia","username":"ops@fuchsia.example"}""", JsonSerializer.Serialize(values.Settings));
        Assert.Equal(new Secret("k3y"), Assert.Single(values.Secrets).Value);
        Assert.Empty(values.Cleared);
    }

    [Theory]
    [InlineData("fuchsia", "fuchsia")]
    [InlineData("  fuchsia  ", "fuchsia")]
    [InlineData("FUCHSIA", "fuchsia")]
    [InlineData("f", "f")]
    [InlineData("0-9", "0-9")]
    [InlineData("xn--fchsia-3ya", "xn--fchsia-3ya")]
    [InlineData("fuchsia.gorgias.com", "fuchsia")]
    [InlineData("Fuchsia.Gorgias.COM", "fuchsia")]
    [InlineData("fuchsia.gorgias.com/", "fuchsia")]
    [InlineData("https://fuchsia.gorgias.com", "fuchsia")]
    [InlineData("https://fuchsia.gorgias.com/anything", "fuchsia")]
    [InlineData("HTTPS://FUCHSIA.gorgias.com/app/views?x=1#top", "fuchsia")]
    [InlineData("http://fuchsia.gorgias.com?x=.evil.example", "fuchsia")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123", "a23456789012345678901234567890123456789012345678901234567890123")]
    public void A_subdomain_is_taken_out_of_what_was_pasted(string given, string expected) =>
        Assert.Equal(expected, Read(Definitions.Gorgias, With("subdomain", given)).Settings["subdomain"].GetString());

    [Theory]
    [InlineData("fuchsia.gorgias.com.evil.example")]
    [InlineData("https://evil.example/?x=.gorgias.com")]
    [InlineData("https://evil.example/.gorgias.com")]
    [InlineData("https://evil.example#.gorgias.com")]
    [InlineData("https://evil.example\\\\.gorgias.com")]
    [InlineData("https://fuchsia.gorgias.com@evil.example")]
    [InlineData("https://fuchsia@evil.gorgias.com")]
    [InlineData("fuchsia@evil")]
    [InlineData("fuchsia:pass@evil")]
    [InlineData("evil.example/")]
    [InlineData("evil.example/fuchsia")]
    [InlineData("fuchsia/..")]
    [InlineData("fuchsia?")]
    [InlineData("fuchsia#")]
    [InlineData("//fuchsia.gorgias.com")]
    [InlineData("https://https://fuchsia.gorgias.com")]
    [InlineData("ftp://fuchsia.gorgias.com")]
    [InlineData("fuchsia.gorgias.com:443")]
    [InlineData("fuchsia.gorgias.com.")]
    [InlineData(".gorgias.com")]
    [InlineData("a.b.gorgias.com")]
    [InlineData("a.b")]
    [InlineData("fuch sia")]
    [InlineData("fuch\\u00a0sia")]
    [InlineData("fuchsia\\u3002gorgias\\u3002com")]
    [InlineData("fuchsia\\uff0eevil")]
    [InlineData("f\\u00fcchsia")]
    [InlineData("f\\u0131fty")]
    [InlineData("\\u212aelvin")]
    [InlineData("fuchsia\\u200b")]
    [InlineData("fuchsia\\u0000")]
    [InlineData("fuchsia\\n")]
    [InlineData("fuchsia%2eevil")]
    [InlineData("{{password}}")]
    [InlineData("-fuchsia")]
    [InlineData("fuchsia-")]
    [InlineData("fuch_sia")]
    [InlineData("[::1]")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_subdomain_that_is_not_one_label_is_refused(string given) =>
        Assert.Equal("settings.subdomain validation", Problem(Definitions.Gorgias, With("subdomain", given)));

    [Theory]
    [InlineData("ops@fuchsia.example")]
    [InlineData("first.last+tag@sub.fuchsia.example")]
    [InlineData("o'neil@localhost")]
    public void A_user_name_is_an_email_address(string given) =>
        Assert.Equal(given, Read(Definitions.Gorgias, With("username", given)).Settings["username"].GetString());

    [Theory]
    [InlineData("ops")]
    [InlineData("@fuchsia.example")]
    [InlineData("ops@")]
    [InlineData("ops@@fuchsia.example")]
    [InlineData("ops@a@b.example")]
    [InlineData("ops@fuchsia..example")]
    [InlineData("ops@-fuchsia.example")]
    [InlineData("ops@fuchsia.example.")]
    [InlineData("ops:x@fuchsia.example")]
    [InlineData("o ps@fuchsia.example")]
    [InlineData("Ops <ops@fuchsia.example>")]
    [InlineData("ops@https://fuchsia")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345@b.example")]
    public void A_user_name_that_is_none_is_refused(string given) =>
        Assert.Equal("settings.username validation", Problem(Definitions.Gorgias, With("username", given)));

    [Theory]
    [InlineData("{}", "settings.subdomain required, settings.username required, settings.password required")]
    [InlineData("""{"subdomain":null,"username":"","password":null}""", "settings.subdomain required, settings.username required, settings.password required")]
    [InlineData("""{"subdomain":"  ","username":"ops@fuchsia.example","password":"x"}""", "settings.subdomain required")]
    [InlineData("""{"subdomain":1,"username":[],"password":{}}""", "settings.subdomain validation, settings.username validation, settings.password validation")]
    [InlineData("""{"subdomain":"fuchsia","username":"ops@fuchsia.example","password":"x","colour":"red"}""", "settings.colour unknown_field")]
    [InlineData("""{"subdomain":"fuchsia","username":"ops@fuchsia.example","password":""}""", "settings.password validation")]
    [InlineData("""{"subdomain":"fuchsia","username":"ops@fuchsia.example","password":"x\ny"}""", "settings.password validation")]
    [InlineData("""{"subdomain":"\ud800","username":"ops@fuchsia.example","password":"\udc00"}""", "settings.subdomain validation, settings.password validation")]
    public void Every_problem_is_said_at_once(string settings, string expected) =>
        Assert.Equal(expected, Problem(Definitions.Gorgias, settings));

    [Fact]
    public void Values_and_secrets_have_a_longest_length()
    {
        Read(Definitions.Gorgias, With("password", new string('x', ConnectionForm.SecretCharsMax)));
        Assert.Equal(
            "settings.password validation",
            Problem(Definitions.Gorgias, With("password", new string('x', ConnectionForm.SecretCharsMax + 1))));
        Read(Definitions.Http, Http("testPath", $"/{new string('x', ConnectionForm.ValueCharsMax - 1)}"));
        Assert.Equal(
            "settings.testPath validation",
            Problem(Definitions.Http, Http("testPath", $"/{new string('x', ConnectionForm.ValueCharsMax)}")));
    }

    [Fact]
    public void A_stored_secret_may_be_left_out_replaced_or_cleared()
    {
        var without = Read(Definitions.Gorgias, With("password"), "password");
        Assert.Empty(without.Secrets);
        Assert.Empty(without.Cleared);
        Assert.Equal(new Secret("k3y"), Read(Definitions.Gorgias, Good, "password").Secrets["password"]);
        Assert.Equal(["token"], Read(Definitions.Http, """{"baseUri":"https://api.example.com","token":null}""", "token").Cleared);
    }

    [Fact]
    public void A_stored_secret_can_be_cleared_also_where_it_is_needed() =>
        Assert.Equal(["password"], Read(Definitions.Gorgias, With("password", isNull: true), "password").Cleared);

    [Fact]
    public void A_new_connection_needs_its_secret() =>
        Assert.Equal("settings.password required", Problem(Definitions.Gorgias, With("password", isNull: true)));

    [Theory]
    [InlineData("none", "", "")]
    [InlineData("basic", "", "settings.username required, settings.password required")]
    [InlineData("basic", """ ,"username":"u" """, "settings.password required")]
    [InlineData("basic", """ ,"username":"u","password":"p" """, "")]
    [InlineData("bearer", """ ,"username":"u","password":"p" """, "settings.token required")]
    [InlineData("bearer", """ ,"token":"t" """, "")]
    [InlineData("apiKey", "", "settings.apiKey required")]
    [InlineData("apiKey", """ ,"apiKey":"k","apiKeyName":"X-Key","apiKeyIn":"query" """, "")]
    [InlineData("apiKey", """ ,"apiKey":"k","apiKeyName":"X Key","apiKeyIn":"cookie" """, "settings.apiKeyName validation, settings.apiKeyIn validation")]
    [InlineData("apiKey", """ ,"apiKey":"k","apiKeyName":"Host" """, "settings.apiKeyName validation")]
    [InlineData("digest", "", "settings.auth validation")]
    [InlineData("Basic", "", "settings.auth validation")]
    public void What_a_sign_in_needs_depends_on_its_kind(string auth, string more, string expected) =>
        Assert.Equal(expected, Problem(Definitions.Http, $$"""{"baseUri":"https://api.example.com","auth":"{{auth}}"{{more}}}"""));

    [Theory]
    [InlineData("https://api.example.com")]
    [InlineData("http://127.0.0.1:9000/a/b/")]
    [InlineData("http://[::1]:9000")]
    [InlineData("HTTPS://API.example.com/v1")]
    [InlineData("https://api.example.com/a%20b")]
    public void A_base_address_is_kept_as_it_was_given(string given) =>
        Assert.Equal(given, Read(Definitions.Http, Http("baseUri", given)).Settings["baseUri"].GetString());

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("/v1")]
    [InlineData("https:api.example.com")]
    [InlineData("https:/api.example.com")]
    [InlineData("https:///v1")]
    [InlineData("https://")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://api.example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:pass@api.example.com")]
    [InlineData("https://user@api.example.com")]
    [InlineData("https://@api.example.com")]
    [InlineData("https://api.example.com\\\\@evil.example")]
    [InlineData("https://api.example.com/?key=1")]
    [InlineData("https://api.example.com/v1#top")]
    [InlineData("https://api.example.com:99999")]
    [InlineData("https://api example.com")]
    [InlineData("https://{{subdomain}}.example.com")]
    [InlineData("https://[::1")]
    public void A_base_address_that_is_none_is_refused(string given) =>
        Assert.Equal("settings.baseUri validation", Problem(Definitions.Http, Http("baseUri", given)));

    [Theory]
    [InlineData("/me", "/me")]
    [InlineData("me", "/me")]
    [InlineData("/me?verbose=1", "/me?verbose=1")]
    [InlineData("?ping=1", "?ping=1")]
    public void A_test_path_stays_under_the_base_address(string given, string expected) =>
        Assert.Equal(expected, Read(Definitions.Http, Http("testPath", given)).Settings["testPath"].GetString());

    [Theory]
    [InlineData("https://evil.example/me")]
    [InlineData("//evil.example/me")]
    [InlineData("/../me")]
    [InlineData("/a/./b")]
    [InlineData("/a\\\\b")]
    [InlineData("/a#b")]
    [InlineData("/a b")]
    public void A_test_path_that_leads_away_is_refused(string given) =>
        Assert.Equal("settings.testPath validation", Problem(Definitions.Http, Http("testPath", given)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1000001")]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("\"100\"")]
    [InlineData("true")]
    [InlineData("99999999999999999999")]
    public void A_number_is_a_whole_number_within_its_bounds(string given) =>
        Assert.Equal(
            "settings.rateRequests validation",
            Problem(Definitions.Http, $$"""{"baseUri":"https://api.example.com","rateRequests":{{given}}}"""));

    [Theory]
    [InlineData("tickets", "tickets")]
    [InlineData("exports/tickets/", "exports/tickets")]
    [InlineData("Été 2026/v1.2", "Été 2026/v1.2")]
    [InlineData(".", ".")]
    public void A_folder_lies_inside_the_operators(string given, string expected) =>
        Assert.Equal(expected, Read(Definitions.Files, $$"""{"folder":"{{given}}"}""").Settings["folder"].GetString());

    [Theory]
    [InlineData("/etc")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("../etc")]
    [InlineData("a/../../etc")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/...")]
    [InlineData("a/b. ")]
    [InlineData("~root")]
    [InlineData("C:")]
    [InlineData("C:\\\\temp")]
    [InlineData("\\\\\\\\server\\\\share")]
    [InlineData("a\\\\..\\\\b")]
    [InlineData("a\\u0000b")]
    public void A_folder_that_leads_out_is_refused(string given) =>
        Assert.Equal("settings.folder validation", Problem(Definitions.Files, $$"""{"folder":"{{given}}"}"""));

    [Fact]
    public void Empty_text_leaves_a_field_out()
    {
        var values = Read(
            Definitions.Http,
            """{"baseUri":"https://api.example.com","auth":"","username":"","testPath":" ","rateRequests":"","rateSeconds":null}""");
        Assert.Equal(["baseUri"], values.Settings.Keys);
    }

    [Fact]
    public void Defaults_are_for_requests_and_are_not_stored()
    {
        var stored = Read(Definitions.Http, """{"baseUri":"https://api.example.com","apiKeyIn":"query"}""").Settings;
        Assert.Equal(["baseUri", "apiKeyIn"], stored.Keys);
        var seen = ConnectionForm.WithDefaults(Definitions.Http, stored);
        Assert.Equal(
            ["apiKeyIn \"query\"", "apiKeyName \"X-API-Key\"", "auth \"none\"", "baseUri \"https://api.example.com\"", "rateSeconds 1"],
            seen.Select(s => $"{s.Key} {s.Value.GetRawText()}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("https://Fuchsia.gorgias.com/x")]
    [InlineData("fuchsia")]
    public void What_is_stored_reads_back_as_itself(string subdomain)
    {
        var once = Read(Definitions.Gorgias, With("subdomain", subdomain)).Settings;
        var twice = Read(Definitions.Gorgias, JsonSerializer.Serialize(once), "password").Settings;
        Assert.Equal(JsonSerializer.Serialize(once), JsonSerializer.Serialize(twice));
    }

    private static FormValues Read(ApplicationDefinition application, string settings, params string[] storedSecrets)
    {
        var reader = new DocumentReader(JsonElement.Parse(settings), "settings");
        var values = ConnectionForm.Read(application, reader, storedSecrets);
        reader.Finish();
        return values;
    }

    /// <summary>Fields and codes of all problems; empty when it is good.</summary>
    private static string Problem(ApplicationDefinition application, string settings, params string[] storedSecrets)
    {
        try
        {
            Read(application, settings, storedSecrets);
            return "";
        }
        catch (RefusalException e)
        {
            return string.Join(", ", e.Problems.Select(p => $"{p.Field} {p.Code}"));
        }
    }

    /// <summary>The good form with another value (as JSON escapes it), with null, or without the field.</summary>
    private static string With(string field, string? value = null, bool isNull = false)
    {
        var fields = JsonElement.Parse(Good).EnumerateObject()
            .Where(p => p.Name != field || value is not null || isNull)
            .Select(p => p.Name != field ? $"\"{p.Name}\":{p.Value.GetRawText()}" : isNull ? $"\"{field}\":null" : $"\"{field}\":\"{value}\"");
        return $"{{{string.Join(',', fields)}}}";
    }

    private static string Http(string field, string value) => field == "baseUri"
        ? $$"""{"baseUri":"{{value}}"}"""
        : $$"""{"baseUri":"https://api.example.com","{{field}}":"{{value}}"}""";
}
