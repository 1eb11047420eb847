// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace orthant::ui {

/// One lab of the window. A page never holds a pointer to another page: it asks the Navigator.
class Page : public QWidget {
    Q_OBJECT
  public:
    /// @param id  snake_case; what the navigator, the settings and the tests call it
    Page(const QString& id, const QString& title, const QString& iconName, QWidget* parent = nullptr);

    const QString& id() const { return id_; }
    const QString& title() const { return title_; }
    const QString& iconName() const { return iconName_; }

    /// The page came to the front: start timers, read models.
    virtual void opened() {}
    /// The page went to the back: sleep.
    virtual void closed() {}

  private:
    QString id_, title_, iconName_;
};

} // namespace orthant::ui
