using System.Globalization;
using Weir.Engine.Accounts;
using Weir.Engine.Audit;
using Weir.Engine.Catalogue;
using Weir.Engine.Retention;
using Weir.Model;
using Weir.Storage;

namespace Weir.Hosting;

/// <summary>Reads the options. A bad one is a <see cref="StartException"/> that names it as it was written.</summary>
public static class WeirOptionsReader
{
    /// <summary>Where the web pages are; <c>weir demo</c> asks for it too.</summary>
    public const string PagesKey = "WEIR_PAGES";

    private const string Section = "Weir";
    private const string Prefix = "WEIR_";

    /// <summary>All variables that begin as ours do, those of the commands and of <c>./weir</c> itself too.</summary>
    internal static readonly string[] Known =
    [
        "WEIR_DATA", "WEIR_URLS", "WEIR_PUBLIC_URL", "WEIR_DATABASE", "WEIR_BROKER", "WEIR_FILES", PagesKey, "WEIR_API_TOKEN",
        "WEIR_MASTER_KEY", "WEIR_MASTER_KEY_FILE", "WEIR_MASTER_KEY_COMMAND", "WEIR_MASTER_KEY_PREVIOUS",
        "WEIR_MASTER_KEY_PREVIOUS_FILE", "WEIR_MASTER_KEY_PREVIOUS_COMMAND", "WEIR_OWNER_EMAIL", "WEIR_OWNER_PASSWORD",
        "WEIR_TOKEN",
    ];

    /// <param name="configuration">The environment and what else .NET configuration brings.</param>
    /// <param name="data">From the command line; goes before the environment.</param>
    /// <param name="urls">From the command line; goes before the environment.</param>
    public static WeirOptions Read(IConfiguration configuration, string? data = null, string? urls = null)
    {
        RefuseNotBuilt(configuration, "WEIR_BROKER", "only in-process work is built into this version; leave it empty");
        var folder = DataFolder(data ?? Text(configuration, "WEIR_DATA"));
        var token = Text(configuration, "WEIR_API_TOKEN");
        if (token is { Length: < WeirOptions.ApiTokenCharactersMin })
        {
            throw Bad("WEIR_API_TOKEN", $"a token has at least {WeirOptions.ApiTokenCharactersMin} characters");
        }

        var (baseUris, headroom, allowPrivateHosts, auditKeepDays, retention) = ReadSection(configuration.GetSection(Section));
        return new WeirOptions
        {
            Data = folder,
            Database = Database(Text(configuration, "WEIR_DATABASE")),
            Urls = urls is null
                ? Addresses("WEIR_URLS", Text(configuration, "WEIR_URLS") ?? WeirOptions.UrlsDefault)
                : Addresses("--urls", urls),
            PublicUrl = Text(configuration, "WEIR_PUBLIC_URL") is { } address ? PublicUrl(address) : null,
            Owner = Owner(configuration),
            ApiToken = token is null ? null : new Secret(token),
            MasterKey = SecretText(configuration, "WEIR_MASTER_KEY"),
            MasterKeyFile = Text(configuration, "WEIR_MASTER_KEY_FILE"),
            MasterKeyCommand = Text(configuration, "WEIR_MASTER_KEY_COMMAND"),
            MasterKeyPrevious = SecretText(configuration, "WEIR_MASTER_KEY_PREVIOUS"),
            MasterKeyPreviousFile = Text(configuration, "WEIR_MASTER_KEY_PREVIOUS_FILE"),
            MasterKeyPreviousCommand = Text(configuration, "WEIR_MASTER_KEY_PREVIOUS_COMMAND"),
            Files = Path.GetFullPath(Text(configuration, "WEIR_FILES") ?? Path.Combine(folder, "files")),
            Pages = Text(configuration, PagesKey),
            BaseUris = baseUris,
            Headroom = headroom,
            AllowPrivateHosts = allowPrivateHosts,
            AuditKeepDays = auditKeepDays,
            Retention = retention,
            Unknown = Unknown(configuration),
        };
    }

    private static IReadOnlyList<string> Unknown(IConfiguration configuration) =>
    [
        .. configuration.GetChildren().Select(c => c.Key).Where(key =>
            key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !Known.Contains(key, StringComparer.OrdinalIgnoreCase)),
    ];

    private static string? Text(IConfiguration configuration, string key) =>
        string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();

    private static Secret? SecretText(IConfiguration configuration, string key) =>
        Text(configuration, key) is { } text ? new Secret(text) : null;

    private static StartException Bad(string path, string why) => new($"{path} is not valid: {why}.");

    private static void RefuseNotBuilt(IConfiguration configuration, string key, string why)
    {
        if (Text(configuration, key) is not null)
        {
            throw Bad(key, why);
        }
    }

    private static Uri PublicUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            ? address
            : throw Bad("WEIR_PUBLIC_URL", $"'{text}' is not an address like https://weir.example.com");

    private static OwnerOption? Owner(IConfiguration configuration)
    {
        const string Email = "WEIR_OWNER_EMAIL";
        const string Password = "WEIR_OWNER_PASSWORD";
        var password = configuration[Password] is { Length: > 0 } given ? new Secret(given) : null;
        switch (Text(configuration, Email), password)
        {
            case (null, null):
                return null;
            case (null, _):
                throw Bad(Email, $"{Password} is set, so the owner's e-mail address is needed");
            case (_, null):
                throw Bad(Password, $"{Email} is set, so the owner's password is needed");
            case var (email, _):
                return OwnerVariables.EmailProblem(email) is { } problem ? throw Bad(Email, problem)
                    : OwnerVariables.PasswordProblem(password, email) is { } weak ? throw new StartException($"{Password}: {weak}")
                    : new OwnerOption(email, password);
        }
    }

    /// <summary>The folder of everything stored: as given, else this user's.</summary>
    internal static string DataFolder(string? given)
    {
        if (given is not null)
        {
            return Path.GetFullPath(given);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return home.Length > 0
            ? Path.Combine(home, "weir")
            : throw new StartException("WEIR_DATA is needed: this user has no home folder for the data.");
    }

    private static PostgresTarget? Database(string? text)
    {
        try
        {
            return text is null ? null : PostgresTarget.Parse(text);
        }
        catch (FormatException e)
        {
            throw Bad("WEIR_DATABASE", e.Message);
        }
    }

    /// <summary>Where to listen. Throws <see cref="StartException"/>.</summary>
    internal static List<Uri> Addresses(string path, string text)
    {
        var addresses = new List<Uri>();
        foreach (var part in text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(part, UriKind.Absolute, out var address)
                || address.Scheme != Uri.UriSchemeHttp
                || address.PathAndQuery != "/"
                || address.UserInfo.Length > 0)
            {
                throw Bad(path, $"'{part}' is not an address like {WeirOptions.UrlsDefault} (put a proxy that speaks TLS before it)");
            }

            addresses.Add(address);
        }

        return addresses.Count > 0 ? addresses : throw Bad(path, "it names no address");
    }

    /// <summary>Everything below <c>Weir</c>; a setting that does not exist is a typing error. // Promise 6</summary>
    private static (
        IReadOnlyDictionary<string, string> BaseUris,
        IReadOnlyDictionary<string, int> Headroom,
        bool AllowPrivateHosts,
        int AuditKeepDays,
        RetentionRules Retention) ReadSection(IConfigurationSection weir)
    {
        var baseUris = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var headroom = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var allowPrivateHosts = false;
        var auditKeepDays = AuditTrail.KeepDaysDefault;
        var retention = new RetentionRules();
        foreach (var setting in Leaves(weir))
        {
            var path = setting.Path.Replace(":", "__", StringComparison.Ordinal);
            switch (setting.Path.ToUpperInvariant().Split(':'))
            {
                case ["WEIR", "APPLICATIONS", _, "BASEURI"]:
                    baseUris[setting.Path.Split(':')[2]] = setting.Value!.Trim();
                    break;
                case ["WEIR", "APPLICATIONS", _, "HEADROOM"]:
                    headroom[setting.Path.Split(':')[2]] = Percent(path, setting.Value!.Trim());
                    break;
                case ["WEIR", "NETWORK", "ALLOWPRIVATEHOSTS"]:
                    allowPrivateHosts = bool.TryParse(setting.Value, out var allow)
                        ? allow
                        : throw Bad(path, $"'{setting.Value}' is neither true nor false");
                    break;
                case ["WEIR", "AUDIT", "KEEPDAYS"]:
                    auditKeepDays = Days(path, setting.Value, WeirOptions.AuditKeepDaysMax);
                    break;
                case ["WEIR", "RUNS", "KEEPDAYS"]:
                    retention = retention with { RunDays = Days(path, setting.Value, RetentionRules.DaysMax) };
                    break;
                case ["WEIR", "ERRORS", "KEEPDAYS"]:
                    retention = retention with { ErrorDays = Days(path, setting.Value, RetentionRules.DaysMax) };
                    break;
                default:
                    throw new StartException($"{path} is not a setting of Weir; correct its name or remove it.");
            }
        }

        return (baseUris, headroom, allowPrivateHosts, auditKeepDays, retention);
    }

    private static int Days(string path, string? text, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days >= 1 && days <= max
            ? days
            : throw Bad(path, $"'{text}' is no whole number from 1 to {max}");

    private static int Percent(string path, string text) =>
        text.EndsWith('%')
        && int.TryParse(text[..^1].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
        && percent <= OperatorHeadroom.PercentMax
            ? percent
            : throw Bad(path, $"'{text}' is no share from 0% to {OperatorHeadroom.PercentMax}%, as in 10%");

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section)
    {
        var children = section.GetChildren().ToList();
        return children.Count > 0 ? children.SelectMany(Leaves) : section.Value is { Length: > 0 } ? [section] : [];
    }
}
