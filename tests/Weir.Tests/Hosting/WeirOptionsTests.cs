using Microsoft.Extensions.Configuration;
using Weir.Hosting;

namespace Weir.Tests.Hosting;

public sealed class WeirOptionsTests
{
    [Fact]
    public void Everything_has_a_default_but_the_home_folder()
    {
        var options = Read(("WEIR_DATA", "/srv/weir"));

        Assert.Equal("/srv/weir", options.Data);
        Assert.Equal("/srv/weir/files", options.Files);
        Assert.Equal([new Uri("http://127.0.0.1:7300")], options.Urls);
        Assert.False(options.AllowPrivateHosts);
        Assert.Equal(400, options.AuditKeepDays);
        Assert.Null(options.ApiToken);
    }

    [Fact]
    public void A_variable_that_looks_like_ours_and_is_none_is_noticed()
    {
        var options = Read(("WEIR_DATA", "/srv/weir"), ("WEIR_DATABSE", "Host=db"), ("WEIR_TOKEN", "x"), ("WEIRD", "1"));

        Assert.Equal(["WEIR_DATABSE"], options.Unknown);
    }

    [Fact]
    public void Each_variable_stands_in_the_guide()
    {
        var guide = Tidy.Repository.Text("docs/settings.md");

        Assert.All(WeirOptionsReader.Known, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_line_goes_before_the_environment()
    {
        var options = WeirOptionsReader.Read(
            Configuration(("WEIR_DATA", "/a"), ("WEIR_URLS", "http://127.0.0.1:1")), "/b", "http://127.0.0.1:2");

        Assert.Equal("/b", options.Data);
        Assert.Equal([new Uri("http://127.0.0.1:2")], options.Urls);
    }

    [Fact]
    public void An_empty_variable_counts_as_not_set()
    {
        var options = Read(("WEIR_DATA", "/srv/weir"), ("WEIR_URLS", ""), ("WEIR_DATABASE", " "), ("WEIR_BROKER", ""), ("WEIR_API_TOKEN", ""));

        Assert.Equal([new Uri("http://127.0.0.1:7300")], options.Urls);
        Assert.Null(options.ApiToken);
    }

    [Fact]
    public void Base_addresses_and_private_hosts_come_by_configuration()
    {
        var options = Read(
            ("WEIR_DATA", "/a"),
            ("Weir:Applications:gorgias:BaseUri", "http://127.0.0.1:9000/api"),
            ("Weir:Applications:gorgias:Headroom", " 15 % "),
            ("Weir:Network:AllowPrivateHosts", "True"),
            ("Weir:Audit:KeepDays", "30"),
            ("Weir:Runs:KeepDays", "7"),
            ("Weir:Errors:KeepDays", "365"));

        Assert.Equal("http://127.0.0.1:9000/api", options.BaseUris["gorgias"]);
        Assert.Equal(15, options.Headroom["Gorgias"]);
        Assert.True(options.AllowPrivateHosts);
        Assert.Equal(30, options.AuditKeepDays);
        Assert.Equal((7, 365), (options.Retention.RunDays, options.Retention.ErrorDays));
    }

    [Theory]
    [InlineData("WEIR_API_TOKEN", "short", "WEIR_API_TOKEN")]
    [InlineData("WEIR_DATABASE", "postgres://db/weir", "WEIR_DATABASE")]
    [InlineData("WEIR_DATABASE", "Database=weir", "WEIR_DATABASE")]
    [InlineData("WEIR_DATABASE", "Host=a,b;Database=weir", "WEIR_DATABASE")]
    [InlineData("WEIR_DATABASE", "Host=a;Port=many", "WEIR_DATABASE")]
    [InlineData("WEIR_BROKER", "amqp://b", "WEIR_BROKER")]
    [InlineData("WEIR_URLS", "https://127.0.0.1:1", "WEIR_URLS")]
    [InlineData("WEIR_URLS", "7300", "WEIR_URLS")]
    [InlineData("WEIR_URLS", ";", "WEIR_URLS")]
    [InlineData("WEIR_URLS", "http://127.0.0.1:1/path", "WEIR_URLS")]
    [InlineData("Weir:Audit:KeepDays", "0", "Weir__Audit__KeepDays")]
    [InlineData("Weir:Audit:KeepDays", "1 year", "Weir__Audit__KeepDays")]
    [InlineData("Weir:Runs:KeepDays", "0", "Weir__Runs__KeepDays")]
    [InlineData("Weir:Errors:KeepDays", "3651", "Weir__Errors__KeepDays")]
    [InlineData("WEIR_PUBLIC_URL", "weir.example", "WEIR_PUBLIC_URL")]
    [InlineData("WEIR_PUBLIC_URL", "ftp://weir.example", "WEIR_PUBLIC_URL")]
    [InlineData("WEIR_PUBLIC_URL", "https://weir.example/path", "WEIR_PUBLIC_URL")]
    [InlineData("WEIR_PUBLIC_URL", "https://me@weir.example", "WEIR_PUBLIC_URL")]
    [InlineData("WEIR_OWNER_EMAIL", "owner@weir.example", "WEIR_OWNER_PASSWORD")]
    [InlineData("WEIR_OWNER_PASSWORD", "a good long pass phrase", "WEIR_OWNER_EMAIL")]
    [InlineData("Weir:Network:AllowPrivateHosts", "yes", "Weir__Network__AllowPrivateHosts")]
    [InlineData("Weir:Network:AllowPrivateHost", "true", "Weir__Network__AllowPrivateHost")]
    [InlineData("Weir:Applications:gorgias:BaseUrl", "http://a", "Weir__Applications__gorgias__BaseUrl")]
    [InlineData("Weir:Applications:gorgias:Headroom", "10", "Weir__Applications__gorgias__Headroom")]
    [InlineData("Weir:Applications:gorgias:Headroom", "91%", "Weir__Applications__gorgias__Headroom")]
    [InlineData("Weir:Applications:gorgias:Headroom", "-1%", "Weir__Applications__gorgias__Headroom")]
    [InlineData("Weir:Applications:gorgias:Headroom", "%", "Weir__Applications__gorgias__Headroom")]
    public void A_bad_setting_is_named_in_one_sentence(string key, string value, string named)
    {
        var refused = Assert.Throws<StartException>(() => Read(("WEIR_DATA", "/a"), (key, value)));

        Assert.StartsWith(named, refused.Message);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("owner", "a good long pass phrase", "WEIR_OWNER_EMAIL")]
    [InlineData("owner@weir.example", "too short", "WEIR_OWNER_PASSWORD")]
    [InlineData("owner@weir.example", "owner@weir.example", "WEIR_OWNER_PASSWORD")]
    [InlineData("owner@weir.example", "PasswordPassword1", "WEIR_OWNER_PASSWORD")]
    public void A_bad_owner_is_named_and_the_password_is_not_shown(string email, string password, string named)
    {
        var refused = Assert.Throws<StartException>(
            () => Read(("WEIR_DATA", "/a"), ("WEIR_OWNER_EMAIL", email), ("WEIR_OWNER_PASSWORD", password)));

        Assert.StartsWith(named, refused.Message);
        Assert.DoesNotContain(password, refused.Message);
    }

    [Fact]
    public void Public_address_and_owner_are_read_as_they_are()
    {
        var options = Read(
            ("WEIR_DATA", "/a"),
            ("WEIR_PUBLIC_URL", "https://weir.example:8443"),
            ("WEIR_OWNER_EMAIL", "Owner@weir.example"),
            ("WEIR_OWNER_PASSWORD", " a password keeps its blanks "));

        Assert.Equal(new Uri("https://weir.example:8443"), options.PublicUrl);
        Assert.Equal("Owner@weir.example", options.Owner!.Email);
        Assert.Equal(" a password keeps its blanks ", options.Owner.Password.Reveal());
        Assert.DoesNotContain("blanks", options.ToString());
    }

    private static WeirOptions Read(params (string Key, string Value)[] settings) =>
        WeirOptionsReader.Read(Configuration(settings));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)))
            .Build();
}
