namespace Weir.Sandbox.Gorgias;

/// <summary>How the desk is set up: the small lists. Guarded by the desk's gate.</summary>
internal sealed class DeskSetup
{
    /// <param name="rows">So many rows each list has, or the named ones where those are more.</param>
    public DeskSetup(int seed, int rows, IReadOnlyList<User> users, IReadOnlyList<Tag> tags)
    {
        var opened = users[0].Created;
        var made = new SetupSeed(seed, rows, opened);
        Users = new(users.Concat(TeamSeed.MoreUsers(users.Count, rows)));
        Tags = new(tags.Concat(TeamSeed.MoreTags(tags.Count, rows)));
        Teams = new(made.Teams(users));
        Macros = new(made.Macros());
        Rules = new(made.Rules());
        Views = new(ViewSeed.Of(opened, rows, users, tags));
        Integrations = new(made.Integrations(users[0].Id));
        CustomFields = new(FieldSeed.All(opened, rows));
        Widgets = new(made.Widgets());
        Jobs = new(made.Jobs(users[0].Id));
        Settings = new(AccountSeed.Settings);
    }

    public SmallTable<User> Users { get; }

    public SmallTable<Tag> Tags { get; }

    public SmallTable<Team> Teams { get; }

    public SmallTable<Macro> Macros { get; }

    public SmallTable<Rule> Rules { get; }

    public SmallTable<View> Views { get; }

    public SmallTable<Integration> Integrations { get; }

    public SmallTable<CustomField> CustomFields { get; }

    public SmallTable<Widget> Widgets { get; }

    public SmallTable<Job> Jobs { get; }

    public SmallTable<AccountSetting> Settings { get; }
}
